"""The base of every block of content: what it says of itself, besides its fields and template.

What it names (files, pages, shared content) nobody has to say: its fields do, and everything that
copies, carries or changes content reads them (``cms.blocks.walking``).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID


class ContentBlock:
    """A block that content can be written with; stands before Wagtail's own class.

    ``has_running_text`` says that its first use of a glossary term may become a link.
    """

    has_running_text = False

    def from_file(self, value: Any, key: UUID) -> Any:
        """Return what the block stores for ``value``, which is as a course's files write it.

        Files are named by their path in the folder. ``key`` is the block's own: what it names by
        a key follows from it. What is malformed raises any of ``course_files.MALFORMED``.
        """
        raise NotImplementedError(f"{type(self).__name__} cannot be written in a file yet")

    def titles_of_files(self, stored: Any) -> Mapping[str, str]:
        """Return the titles that the library gives the files ``from_file`` named, by path.

        A file that is not among them is called by its name.
        """
        return {}

    def needs(self, value: Any) -> Mapping[str, list[str]]:
        """Return the ``frames`` and ``scripts`` that a page with this block has to allow and load.

        Frames are named by their origin, scripts as ``content/scripts.html`` knows them.
        """
        return {}

    def headings(self, value: Any) -> list[tuple[int, str]]:
        """Return the headings that the template writes itself: the checks follow the outline."""
        return []
