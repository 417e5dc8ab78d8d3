"""A course as one archive that another installation can read.

The format is told in docs/how-to/exchange-courses.md. What is here knows no rows: ``archive`` is
the file, ``content`` what ``course.json`` may say, ``leaves`` and ``rich_text`` how the blocks of
a lesson name what belongs to them.
"""
