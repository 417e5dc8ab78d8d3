"""Reading an HR export: bytes in, clean rows or faults in plain words out. Reads no database."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from learning.people.hr_cells import BadCell, clean, named, read_date
from learning.people.hr_table import (
    COLUMNS,
    REQUIRED,
    Fault,
    UnusableFile,
    columns_of,
    decode,
    table,
)


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person as the file says it; ``None`` means that the file has no such column."""

    row: int
    staff_number: str
    email: str
    full_name: str
    organisation_code: str
    manager_staff_number: str | None = None
    grade: str | None = None
    profession: str | None = None
    joined_on: datetime.date | None = None
    left_on: datetime.date | None = None
    preferred_language: str = ""


@dataclass(frozen=True, slots=True)
class OrganisationRow:
    """One organisation as a row of the file says it."""

    row: int
    code: str
    name: str = ""
    parent_code: str = ""


@dataclass
class HrFile:
    """A whole export, clean as far as it can be judged by itself."""

    people: list[PersonRow] = field(default_factory=list)
    organisations: list[OrganisationRow] = field(default_factory=list)
    columns: frozenset[str] = frozenset()
    notes: list[str] = field(default_factory=list)


def read_hr_file(content: bytes, *, languages: dict[str, str]) -> HrFile:
    """Read an export; raise UnusableFile with every fault found.

    ``languages`` maps what may stand in preferred_language, in lower case, to language codes.
    """
    notes: list[str] = []
    rows = table(decode(content, notes))
    header = next(rows, None)
    if header is None:
        raise UnusableFile([Fault(_("The file is empty."))])
    columns = columns_of(header[1])
    reading = _Reading(columns, languages)
    try:
        for row, cells in rows:
            reading.take(row, cells)
    except UnusableFile as error:
        raise UnusableFile([*reading.faults, *error.faults]) from error
    if reading.faults:
        raise UnusableFile(reading.faults)
    if not reading.people:
        raise UnusableFile([Fault(_("The file has no people in it."))])
    return HrFile(
        reading.people, reading.organisations, frozenset(columns), [*notes, *reading.notes()]
    )


# What a cell is called in a message to the person who made the file.
REQUIRED_WORDS = {
    "staff_number": gettext_lazy("Enter a staff number."),
    "email": gettext_lazy("Enter an email address."),
    "full_name": gettext_lazy("Enter a full name."),
    "organisation_code": gettext_lazy("Enter an organisation code."),
}


class _Reading:
    """The rows taken so far, with what was wrong with them."""

    def __init__(self, columns: list[str], languages: dict[str, str]) -> None:
        self.columns = columns
        self.languages = languages
        self.people: list[PersonRow] = []
        self.organisations: list[OrganisationRow] = []
        self.faults: list[Fault] = []
        self.staff_numbers: dict[str, int] = {}
        self.emails: dict[str, int] = {}
        self.cleaned: dict[str, list[tuple[int, str]]] = {}

    def take(self, row: int, cells: list[str]) -> None:
        """Take one row, or note what is wrong with it."""
        faults = len(self.faults)
        if len(cells) > len(self.columns) and any(cells[len(self.columns) :]):
            self._fault(
                row,
                _("There are %(cells)d cells, but the header has %(columns)d columns.")
                % {"cells": len(cells), "columns": len(self.columns)},
            )
            return
        values = dict.fromkeys(COLUMNS, "")
        bad = set()
        for name, cell in zip(self.columns, cells, strict=False):
            told = len(self.faults)
            values[name] = self._text(row, name, cell)
            if len(self.faults) > told:
                bad.add(name)
        person = any(values[name] or name in bad for name in ("staff_number", "email", "full_name"))
        for name in REQUIRED if person else ("organisation_code",):
            if not values[name] and name not in bad:
                self._fault(row, str(REQUIRED_WORDS[name]))
        dates = {name: self._date(row, name, values[name]) for name in ("joined_on", "left_on")}
        if person:
            self._check_person(row, values, dates)
        if len(self.faults) > faults:
            return
        self.organisations.append(
            OrganisationRow(
                row,
                values["organisation_code"],
                values["organisation_name"],
                values["parent_organisation_code"],
            )
        )
        if person:
            self.people.append(self._person(row, values, dates))

    def _fault(self, row: int, message: str) -> None:
        self.faults.append(Fault(message, row))

    def _text(self, row: int, name: str, cell: str) -> str:
        try:
            text, invisible = clean(name, cell)
        except BadCell as error:
            self._fault(row, str(error))
            return ""
        if invisible:
            self.cleaned.setdefault(name, []).append((row, invisible))
        return text

    def _date(self, row: int, name: str, text: str) -> datetime.date | None:
        try:
            return read_date(name, text)
        except BadCell as error:
            self._fault(row, str(error))
            return None

    def notes(self) -> list[str]:
        """Return sentences on what was taken out of which column, and where first."""
        return [
            ngettext(
                "Row %(row)d: invisible characters were taken out of %(column)s (%(characters)s).",
                "Row %(row)d and others, %(n)d in all: invisible characters were taken out of "
                "%(column)s (%(characters)s).",
                len(cells),
            )
            % {
                "row": cells[0][0],
                "n": len(cells),
                "column": column,
                "characters": named(
                    "".join(dict.fromkeys("".join(found for _row, found in cells)))
                ),
            }
            for column, cells in self.cleaned.items()
        ]

    def _check_person(
        self, row: int, values: dict[str, str], dates: dict[str, datetime.date | None]
    ) -> None:
        email = values["email"].lower()
        if email:
            try:
                validate_email(email)
            except ValidationError:
                self._fault(
                    row, _("“%(value)s” is not an email address.") % {"value": values["email"]}
                )
            earlier = self.emails.setdefault(email, row)
            if earlier != row:
                self._fault(
                    row,
                    _("The email address %(email)s is already in row %(earlier)d.")
                    % {"email": email, "earlier": earlier},
                )
        number = values["staff_number"]
        if number:
            earlier = self.staff_numbers.setdefault(number, row)
            if earlier != row:
                self._fault(
                    row,
                    _("The staff number %(number)s is already in row %(earlier)d.")
                    % {"number": number, "earlier": earlier},
                )
            if values["manager_staff_number"] == number:
                self._fault(row, _("A person cannot report to themselves."))
        joined, left = dates["joined_on"], dates["left_on"]
        if joined and left and left < joined:
            self._fault(row, _("The leaving date is before the joining date."))
        language = values["preferred_language"]
        if language and language.lower() not in self.languages:
            self._fault(
                row,
                _("“%(value)s” is not a language of this service. Use one of: %(languages)s.")
                % {"value": language, "languages": ", ".join(sorted(set(self.languages.values())))},
            )

    def _person(
        self, row: int, values: dict[str, str], dates: dict[str, datetime.date | None]
    ) -> PersonRow:
        def said(name: str) -> str | None:
            return values[name] if name in self.columns else None

        return PersonRow(
            row=row,
            staff_number=values["staff_number"],
            email=values["email"].lower(),
            full_name=values["full_name"],
            organisation_code=values["organisation_code"],
            manager_staff_number=said("manager_staff_number"),
            grade=said("grade"),
            profession=said("profession"),
            joined_on=dates["joined_on"],
            left_on=dates["left_on"],
            preferred_language=self.languages.get(values["preferred_language"].lower(), ""),
        )
