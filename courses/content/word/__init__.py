"""Word documents (.docx): from the file to a draft of a course.

``package`` opens the file and keeps out what could do harm; ``reading`` turns it into the plain
blocks of ``structure``, with what could not be kept; ``division`` says where lessons begin, and
``drafting`` makes them: these know no rows. ``importing`` makes the draft, whole or not at all.
"""
