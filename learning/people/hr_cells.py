"""Cleaning the cells of an HR export: what spreadsheets and copying leave in them.

Reads no database.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Iterable
from contextlib import suppress

from django.utils.translation import gettext as _

LENGTHS = {
    "staff_number": 64,
    "email": 254,
    "full_name": 200,
    "organisation_code": 64,
    "organisation_name": 200,
    "parent_organisation_code": 64,
    "manager_staff_number": 64,
    "grade": 100,
    "profession": 100,
}
OTHER_LENGTH = 40
IDENTIFIERS = frozenset(
    {"staff_number", "organisation_code", "parent_organisation_code", "manager_staff_number"}
)
NAMES = frozenset({"full_name", "organisation_name"})
# Control characters (a tab or a new line inside a cell is folded to a space before), and the mark
# for a letter that was lost when the file was saved.
UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufffd]")
# Letters that are blank, and selectors and joiners, beside Unicode's own class of formats (Cf).
BLANK = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0]")
# Zero-width (non-)joiners: part of how names are written in Persian or Sinhala.
JOINERS = "\u200c\u200d"
# As a spreadsheet writes a long number: the other digits are gone. "1E5" may be a code.
SCIENTIFIC = re.compile(r"-?\d(?:[.,]\d+)?E[+-]\d{2,3}", re.IGNORECASE | re.ASCII)
# What a formula that failed leaves, in English and some other languages; a column too narrow.
FAILED_FORMULA = re.compile(
    r"#(?:N/A|N/D|N/V|NV|GETTING_DATA|[^\W\d_][\w/]*[!?])|#{3,}|Err:\d{3}", re.IGNORECASE
)
ISO_DATE = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})", re.ASCII)
BRITISH_DATE = re.compile(r"(?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>\d{4})", re.ASCII)
EARLIEST = datetime.date(1900, 1, 1)
LATEST = datetime.date(2200, 1, 1)
# How HR systems write that somebody has not left: the last day they can store.
NEVER = frozenset({datetime.date(9999, 12, 31), datetime.date(4712, 12, 31)})


class BadCell(Exception):
    """Raised for a cell that cannot be used; says in words why."""


def clean(name: str, cell: str) -> tuple[str, str]:
    """Return the clean text of a cell of the column ``name``, and the invisible characters removed.

    Blank space, no-break spaces among it, is folded. Raises BadCell.
    """
    text, invisible = without_invisible(cell, keep=JOINERS if name in NAMES else "")
    text = " ".join(text.split())
    if UNPRINTABLE.search(text):
        raise BadCell(_("“%(column)s” has a character that cannot be shown.") % {"column": name})
    if FAILED_FORMULA.fullmatch(text):
        raise BadCell(
            _(
                "“%(value)s” in %(column)s is an error of a spreadsheet. Enter the value that "
                "should be there, or leave it empty."
            )
            % {"value": text[:OTHER_LENGTH], "column": name}
        )
    if name in IDENTIFIERS and SCIENTIFIC.fullmatch(text):
        raise BadCell(
            _(
                "“%(value)s” in %(column)s was shortened by a spreadsheet, and its digits are "
                "lost. Format the column as text and export it again."
            )
            % {"value": text[:OTHER_LENGTH], "column": name}
        )
    length = LENGTHS.get(name, OTHER_LENGTH)
    if len(text) > length:
        raise BadCell(
            _("“%(column)s” must be %(length)d characters or fewer.")
            % {"column": name, "length": length}
        )
    return text, invisible


def without_invisible(text: str, *, keep: str = "") -> tuple[str, str]:
    """Return ``text`` without invisible characters, and those characters, each once."""
    if text.isascii():
        return text, ""
    found = dict.fromkeys(
        letter
        for letter in text
        if letter not in keep and (unicodedata.category(letter) == "Cf" or BLANK.match(letter))
    )
    return text.translate(dict.fromkeys(map(ord, found))), "".join(found)


def not_shown(text: str, *, keep: str = JOINERS) -> str:
    """Return the characters of ``text`` that are invisible or break its line, each once.

    No name has any of them.
    """
    invisible = without_invisible(text, keep=keep)[1]
    return "".join(dict.fromkeys([*UNPRINTABLE.findall(text), *invisible]))


def named(characters: Iterable[str]) -> str:
    """Return the names of ``characters``, such as "U+200B ZERO WIDTH SPACE", in one text."""
    return ", ".join(f"U+{ord(one):04X} {unicodedata.name(one, '')}".rstrip() for one in characters)


def read_date(name: str, text: str) -> datetime.date | None:
    """Return the date in a cell of the column ``name``; None for an empty one. Raises BadCell.

    A leaving date at the end of time says that somebody has not left.
    """
    if not text:
        return None
    match = ISO_DATE.fullmatch(text) or BRITISH_DATE.fullmatch(text)
    if match:
        parts = {part: int(value) for part, value in match.groupdict().items()}
        with suppress(ValueError):
            found = datetime.date(**parts)
            if name == "left_on" and found in NEVER:
                return None
            if EARLIEST <= found < LATEST:
                return found
    raise BadCell(
        _("“%(value)s” in %(column)s is not a date like 2026-04-01 or 01/04/2026.")
        % {"value": text, "column": name}
    )
