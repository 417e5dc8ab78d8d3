"""The table in a file: its encoding, its delimiter, its columns. Reads no database."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from learning.people.hr_cells import without_invisible

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
    """A fault of a file, in words; ``row`` counts as a spreadsheet does, the header being row 1."""

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
        row = content[: content.index(b"\x00")].count(b"\n") + 1
        raise UnusableFile([Fault(_("This is not a text file: it contains NUL characters."), row)])
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
    """Yield the rows that are not empty, numbered as a spreadsheet does.

    Raises UnusableFile where a quotation mark is out of place, naming the row it was opened in:
    without a closing one the rest of the file is one cell, and the fault comes up at its end.
    """
    first = re.split(r"[\r\n]", text.lstrip(), maxsplit=1)[0]
    delimiter = max(",;\t", key=first.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = lines = width = 0
    try:
        for number, cells in enumerate(rows, start=1):
            width = width or len(cells)
            if rows.line_num - lines > 1 and _swallowed(cells, delimiter, width):
                raise UnusableFile([Fault(_unclosed(), number)])
            lines = rows.line_num
            if any(cell.strip() for cell in cells):
                yield number, cells
    except csv.Error as error:
        raise UnusableFile([Fault(_unclosed(), number + 1)]) from error


def _swallowed(cells: list[str], delimiter: str, width: int) -> bool:
    """Tell whether a cell holds whole rows: a stray mark opened it, and a later one closed it."""
    return width > 1 and any(
        line.count(delimiter) >= width - 1
        for cell in cells
        for line in re.split(r"[\r\n]+", cell)[1:]
    )


def _unclosed() -> str:
    return _(
        "A quotation mark is opened in this row and not closed, or stands inside a cell. Remove "
        "it, or write it twice and put the cell in quotation marks."
    )


def columns_of(header: list[str]) -> list[str]:
    """Return the columns that a header names; raise UnusableFile for any other header."""
    columns = ["_".join(without_invisible(cell)[0].lower().split()) for cell in header]
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
