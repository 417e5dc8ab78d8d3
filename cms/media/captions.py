"""Captions: reading WebVTT, and whether they belong to a recording. Pure.

The format is https://www.w3.org/TR/webvtt1/#syntax. Browsers skip what they cannot read without a
word, so a cue with a slip in its time is a sentence that nobody sees: here it is an error. Why not
with a library: docs/adr/0015.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

LARGEST = 1_000_000
# Nothing lasts more than 9,999 hours, and 400 digits are no number to a computer.
TIME = r"(?:(\d{2,4}):)?([0-5]\d):([0-5]\d)\.(\d{3})"
TIMING = re.compile(rf"^{TIME}[ \t]+-->[ \t]+{TIME}(?:[ \t]+.*)?$")
TAG = re.compile(r"<[^>]*>?")
# Blocks that show nothing.
SILENT = ("NOTE", "STYLE", "REGION")
# How long a recording may go on without captions before its first and after its last words: what
# is heard there, such as music, is to be captioned as well.
QUIET_SECONDS = 10.0
QUIET_SHARE = 0.1
# Timers of recordings and captions are never quite the same.
LATE_SECONDS = 2.0


class Wrong(StrEnum):
    """The faults that a file of captions can have."""

    NOT_TEXT = "not text"
    NO_HEADER = "no header"
    NO_TIME = "no time"
    BACKWARDS = "backwards"
    OUT_OF_ORDER = "out of order"
    NO_WORDS = "no words"
    NO_CUES = "no cues"


class CaptionsError(ValueError):
    """Raised for captions that cannot be read; ``line`` counts from 1."""

    def __init__(self, wrong: Wrong, line: int) -> None:
        self.wrong, self.line = wrong, line
        super().__init__(f"{wrong} (line {line})")


@dataclass(frozen=True)
class Cue:
    """Words and when they are shown, in seconds from the beginning."""

    start: float
    end: float
    words: str


class Fit(StrEnum):
    """The ways in which captions fit their recording, or do not."""

    WHOLE = "whole"
    BEGINS_LATE = "begins late"
    ENDS_EARLY = "ends early"
    ENDS_AFTER = "ends after the recording"


def parse(content: bytes) -> list[Cue]:
    """Return the cues of a WebVTT file, in order; raises CaptionsError for the first slip."""
    lines = _lines(content)
    if not re.match(r"^WEBVTT(?:[ \t]|$)", lines[0]):
        raise CaptionsError(Wrong.NO_HEADER, 1)
    cues: list[Cue] = []
    for number, block in _blocks(lines):
        if block[0].split(maxsplit=1)[0] in SILENT:
            # A time in it makes a caption of what is below, which browsers show.
            for place, line in enumerate(block):
                if "-->" in line:
                    raise CaptionsError(Wrong.NO_TIME, number + place)
            continue
        cue = _cue(number, block)
        if cues and cue.start < cues[-1].start:
            raise CaptionsError(Wrong.OUT_OF_ORDER, number)
        cues.append(cue)
    if not cues:
        raise CaptionsError(Wrong.NO_CUES, len(lines))
    return cues


def fit(cues: list[Cue], seconds: float) -> Fit:
    """Judge how ``cues`` fit a recording of ``seconds``.

    Captions that go on after the recording has ended are most likely those of another file.
    """
    quiet = max(QUIET_SECONDS, QUIET_SHARE * seconds)
    last = max(cue.end for cue in cues)
    if max(cue.start for cue in cues) >= seconds or last > seconds + LATE_SECONDS:
        return Fit.ENDS_AFTER
    if seconds - last > quiet:
        return Fit.ENDS_EARLY
    return Fit.BEGINS_LATE if cues[0].start > quiet else Fit.WHOLE


def _lines(content: bytes) -> list[str]:
    if len(content) > LARGEST or b"\0" in content:
        raise CaptionsError(Wrong.NOT_TEXT, 1)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = content[: fault.start].count(b"\n") + 1
        raise CaptionsError(Wrong.NOT_TEXT, line) from fault
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _blocks(lines: list[str]) -> list[tuple[int, list[str]]]:
    """Return the runs of lines between empty lines after the header, with their line numbers.

    A line of spaces is no empty line to a browser: unless a time follows, it shows what is below
    with what is above.
    """
    blocks: list[tuple[int, list[str]]] = []
    inside, header = False, True
    for number, (line, following) in enumerate(pairwise([*lines, ""]), start=1):
        if not line or (line.isspace() and ("-->" in following or not (inside or header))):
            inside = header = False
        elif header:
            if "-->" in line:  # only an empty line ends the header
                raise CaptionsError(Wrong.NO_TIME, number)
        elif inside:
            blocks[-1][1].append(line)
        else:
            blocks.append((number, [line]))
            inside = True
    return blocks


def _cue(number: int, block: list[str]) -> Cue:
    place = 0 if "-->" in block[0] else 1  # a cue may begin with a name of its own
    found = TIMING.match(block[place].strip()) if len(block) > place else None
    if found is None:
        raise CaptionsError(Wrong.NO_TIME, number + min(place, len(block) - 1))
    start, end = _seconds(*found.groups()[:4]), _seconds(*found.groups()[4:])
    if end <= start:
        raise CaptionsError(Wrong.BACKWARDS, number + place)
    if any("-->" in line for line in block[place + 1 :]):
        # Browsers make out two cues without an empty line between them; other players show one.
        raise CaptionsError(Wrong.NO_TIME, number + place + 1)
    words = " ".join(TAG.sub("", " ".join(block[place + 1 :])).split())
    if not words:
        raise CaptionsError(Wrong.NO_WORDS, number + place)
    return Cue(start, end, words)


def _seconds(hours: str | None, minutes: str, seconds: str, thousandths: str) -> float:
    return int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds) + int(thousandths) / 1000
