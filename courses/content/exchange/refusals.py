"""The reasons for which an archive is not made, or not taken at all. Pure."""

from __future__ import annotations

from enum import StrEnum


class Refusal(StrEnum):
    """The faults of an archive that was sent, or of a course to be put into one."""

    TOO_LARGE = "too large"
    NOT_A_ZIP = "not a zip"
    NOT_A_COURSE = "not a course"
    ENCRYPTED = "encrypted"
    STRANGE_NAMES = "strange names"
    BOMB = "bomb"
    DAMAGED = "damaged"
    NEWER = "newer"
    WRONG_SHAPE = "wrong shape"
    UNKNOWN_BLOCKS = "unknown blocks"
    PASSAGE_IN_A_PASSAGE = "passage in a passage"
    MISSING_FILE = "missing file"
    ALTERED_FILE = "altered file"
    FILE_REFUSED = "file refused"
    WORDS_REFUSED = "words refused"
    UNKNOWN_LANGUAGE = "unknown language"
    UNKNOWN_TOPIC = "unknown topic"
    NOT_YOUR_LIBRARY = "not your library"
    NOT_YOUR_PART = "not your part"
    # Of a course that is to be exported.
    FILE_OF_OTHERS = "file of others"
    FILE_GONE = "file gone"
    TOO_LARGE_TO_SEND = "too large to send"
    KIND_NOT_HERE = "kind not here"


class ArchiveRefused(ValueError):
    """Raised for an archive that is not read or not made; nothing was stored.

    ``about`` names what it is about, such as a lesson or a file; ``why`` is a sentence of whatever
    refused that, where there is one.
    """

    def __init__(self, refusal: Refusal, about: str = "", why: str = "") -> None:
        self.refusal, self.about, self.why = refusal, about, why
        super().__init__(": ".join(part for part in (str(refusal), about, why) if part))
