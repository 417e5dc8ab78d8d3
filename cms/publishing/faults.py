"""The findings of checks before publishing, and how much they weigh. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum


class Severity(IntEnum):
    """The weight of a finding; the gravest first."""

    ERROR = 1  # nothing goes live with it
    WARNING = 2  # goes live, and somebody should look at it
    ADVICE = 3  # could be better
    NOTE = 4  # good to know, nothing to do


@dataclass(frozen=True)
class Fault:
    """One finding, in words for the author: what is wrong, and how to fix it.

    ``page_id`` is the page to fix it on and ``block_id`` the block on it, where there is one.
    ``path`` leads there, as Wagtail writes it: the name of a field, the ids of blocks and the
    names of what is in them, joined by dots. ``place`` names it for people.
    """

    message: str
    page_id: int | None = None
    block_id: str | None = None
    fix: str = ""
    severity: Severity = Severity.ERROR
    path: str = ""
    place: str = ""

    def __str__(self) -> str:
        return f"{self.place}: {self.message}" if self.place else self.message

    @property
    def anchor(self) -> str:
        """The end of the editor's address that opens it at the place, or nothing."""
        return f"#:w:contentpath={self.path}" if self.path else ""
