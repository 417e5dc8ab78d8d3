"""A course as one archive that another installation can read.

In: a draft, or an archive that somebody sent. Out: the archive, or a draft made of it, whole or not
at all. The format is told in docs/how-to/exchange-courses.md. ``archive`` is the file, ``content``
what ``course.json`` may say, ``shapes``, ``words`` and ``rich_text`` whether a lesson keeps to what
the editor would store: these know no rows. ``exporting`` and ``importing`` do the two ways.
"""
