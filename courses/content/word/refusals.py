"""The reasons for which a file is not taken at all. Pure."""

from __future__ import annotations

from enum import StrEnum


class Refusal(StrEnum):
    """The faults of a file that was sent as a Word document."""

    TOO_LARGE = "too large"
    NOT_WORD = "not word"
    OLD_WORD = "old word"
    ENCRYPTED = "encrypted"
    MACROS = "macros"
    STRANGE_NAMES = "strange names"
    BOMB = "bomb"
    DAMAGED = "damaged"
    EMPTY = "empty"
    TOO_MANY_LESSONS = "too many lessons"


class UnreadableWordFile(ValueError):
    """Raised for a file that is not read, or not read to its end; nothing was made of it."""

    def __init__(self, refusal: Refusal) -> None:
        self.refusal = refusal
        super().__init__(str(refusal))
