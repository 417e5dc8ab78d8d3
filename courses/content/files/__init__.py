"""A course written as files that an author can read, imported as an author would have written it.

In: a folder of YAML and Markdown (docs/how-to/write-a-course-as-files.md). Out: a published course,
with its pictures and documents in the library. ``reading`` knows no rows.
"""
