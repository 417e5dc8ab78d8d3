"""Reading Word documents (.docx): from the file to lessons made of blocks. Pure.

``package`` opens the file and keeps out what could do harm; ``reading`` turns it into the plain
blocks of ``structure``, with what could not be kept; ``division`` says where lessons begin, and
``drafting`` makes them.
"""
