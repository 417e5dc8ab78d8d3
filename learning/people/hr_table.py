"""The table in a file: which encoding, which delimiter, which columns. Reads no database."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

REQUIRED = ("staff_number", "email", "full_name", "organisation_code")
OPTIONAL = (
    "organisation_name",
    "parent_organisation_code",
    "manager_staff_number",
    "grade",
    "profession",
    "joined_on",
    "left_on",
    "preferred_language",
)
COLUMNS = (*REQUIRED, *OPTIONAL)


@dataclass(frozen=True)
class Fault:
    """What is wrong, in words; ``row`` counts as a spreadsheet does, the header being row 1."""

    message: str
    row: int | None = None

    def __str__(self) -> str:
        if self.row is None:
            return self.message
        return _("Row %(row)d: %(message)s") % {"row": self.row, "message": self.message}


class UnusableFile(Exception):
    """Raised when a file cannot be used; ``faults`` says everything that is wrong with it."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults
        super().__init__("\n".join(str(fault) for fault in faults))


def decode(content: bytes, notes: list[str]) -> str:
    """Return the text of a file, and note what to check; raise UnusableFile."""
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise UnusableFile(
            [Fault(_("This is a spreadsheet. Save it as “CSV UTF-8” and import that file."))]
        )
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnusableFile(
            [Fault(_("The file is in UTF-16. Save it as “CSV UTF-8” and import that file."))]
        )
    if b"\x00" in content:
        raise UnusableFile([Fault(_("This is not a text file: it contains NUL characters."))])
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        text = content.decode("cp1252")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise UnusableFile(
            [
                Fault(
                    _(
                        "Line %(line)d has a character that is neither UTF-8 nor Windows-1252. "
                        "Save the file as “CSV UTF-8”."
                    )
                    % {"line": line}
                )
            ]
        ) from error
    notes.append(
        _(
            "The file is not UTF-8. It was read as Windows-1252: check names with accents, or save "
            "it as “CSV UTF-8”."
        )
    )
    return text


def table(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows that are not empty, numbered as a spreadsheet does; raise csv.Error."""
    first = re.split(r"[\r\n]", text.lstrip(), maxsplit=1)[0]
    delimiter = max(",;\t", key=first.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    for number, cells in enumerate(rows, start=1):
        if any(cell.strip() for cell in cells):
            yield number, cells


def columns_of(header: list[str]) -> list[str]:
    """Return the columns that a header names; raise UnusableFile for any other header."""
    columns = ["_".join(cell.strip().lower().split()) for cell in header]
    while columns and not columns[-1]:
        columns.pop()
    faults = [
        Fault(_("There is no column “%(name)s”.") % {"name": name}, 1)
        for name in REQUIRED
        if name not in columns
    ]
    faults += [
        Fault(
            _("The column “%(name)s” is not known. Remove it, or rename it to one of: %(known)s.")
            % {"name": name[:50], "known": ", ".join(COLUMNS)},
            1,
        )
        for name in columns
        if name not in COLUMNS
    ]
    faults += [
        Fault(_("The column “%(name)s” is there twice.") % {"name": name}, 1)
        for name in COLUMNS
        if columns.count(name) > 1
    ]
    if faults:
        raise UnusableFile(faults)
    return columns
