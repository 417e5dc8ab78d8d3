"""Deciding what an HR export changes. Pure: what is known and what is said in, a plan out."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from learning.people.hr_file import HrFile, OrganisationRow, PersonRow
from learning.people.hr_table import Fault, UnusableFile
from learning.people.loops import find_loop


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """A person as stored. ``local`` accounts are administrators', which HR does not know."""

    pk: int
    staff_number: str | None
    email: str
    full_name: str
    organisation_code: str | None
    manager_staff_number: str | None
    grade: str
    profession: str
    joined_on: datetime.date | None
    left_on: datetime.date | None
    is_active: bool
    local: bool

    def employed(self, on: datetime.date) -> bool:
        """Tell whether this person has not left on the date ``on``."""
        return self.left_on is None or self.left_on > on


@dataclass(frozen=True, slots=True)
class KnownOrganisation:
    """An organisation as stored."""

    code: str
    name: str
    parent_code: str | None


@dataclass
class Plan:
    """What to write. People are named by staff number, organisations by code.

    ``changed`` holds every stored person whose row differs, among them those who ``moved``,
    ``returned`` and ``left``; ``missing`` are not in the file and leave today. ``ids`` holds
    the id of everyone who is stored, also of accounts made by hand that become a person.
    """

    organisations: dict[str, KnownOrganisation] = field(default_factory=dict)
    people: dict[str, KnownPerson] = field(default_factory=dict)
    new: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    moved: list[str] = field(default_factory=list)
    returned: list[str] = field(default_factory=list)
    ids: dict[str, int] = field(default_factory=dict)
    left: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    unchanged: int = 0
    languages: dict[str, str] = field(default_factory=dict)
    employed_before: int = 0
    says_managers: bool = True


def plan_import(
    file: HrFile,
    *,
    people: Iterable[KnownPerson],
    organisations: Iterable[KnownOrganisation],
    today: datetime.date,
) -> Plan:
    """Work out what ``file`` changes; raise UnusableFile with every fault found.

    Whoever has a staff number and is not in the file leaves today. A column that the file does
    not have changes nothing; an empty cell clears. Nobody without a staff number is touched,
    unless the file brings a staff number for their email address.
    """
    known = list(people)
    faults: list[Fault] = []
    plan = Plan(says_managers="manager_staff_number" in file.columns)
    plan.organisations = _organisations(file, organisations, faults)
    by_number = {person.staff_number: person for person in known if person.staff_number}
    by_email = {person.email.lower(): person for person in known}
    said = {row.staff_number: row for row in file.people}
    plan.ids = {number: person.pk for number, person in by_number.items()}
    for row in file.people:
        before = by_number.get(row.staff_number)
        holder = by_email.get(row.email)
        if holder is not None and holder.staff_number not in said:
            if holder.staff_number is None and not holder.local and before is None:
                before = holder
                plan.ids[row.staff_number] = holder.pk
            elif holder is not before:
                faults.append(_taken(row, holder))
                continue
        _compare(plan, row, before, file.columns, today)
    _check_managers(file, said, plan, faults)
    for number, person in by_number.items():
        if person.employed(today):
            plan.employed_before += 1
            if number not in said and not person.local:
                plan.missing.append(number)
    if faults:
        raise UnusableFile(sorted(faults, key=lambda fault: fault.row or 0))
    return plan


def _taken(row: PersonRow, holder: KnownPerson) -> Fault:
    if holder.staff_number is None:
        message = _(
            "The email address %(email)s belongs to an account that was made by hand. Give one of "
            "the two another address."
        )
    else:
        message = _(
            "The email address %(email)s belongs to staff number %(number)s, which is not in the "
            "file. If this is the same person, keep their staff number; if not, give one of the "
            "two another address."
        )
    return Fault(message % {"email": row.email, "number": holder.staff_number}, row.row)


def _compare(
    plan: Plan,
    row: PersonRow,
    before: KnownPerson | None,
    columns: frozenset[str],
    today: datetime.date,
) -> None:
    number = row.staff_number
    start = before or KnownPerson(
        0, number, "", "", None, None, "", "", None, None, is_active=True, local=False
    )
    after = replace(
        start,
        staff_number=number,
        email=row.email,
        full_name=row.full_name,
        organisation_code=row.organisation_code,
        left_on=start.left_on if start.local else row.left_on,
        joined_on=row.joined_on if "joined_on" in columns else start.joined_on,
        manager_staff_number=(
            start.manager_staff_number
            if row.manager_staff_number is None
            else row.manager_staff_number or None
        ),
        grade=start.grade if row.grade is None else row.grade,
        profession=start.profession if row.profession is None else row.profession,
    )
    if after.joined_on and after.left_on and after.left_on < after.joined_on:
        after = replace(after, joined_on=None)
    returned = before is not None and not before.employed(today) and after.employed(today)
    if returned:
        # Whoever was shut out while employed (left_on empty) stays shut out.
        after = replace(after, is_active=True)
    if before is None:
        plan.new.append(number)
        if row.preferred_language:
            plan.languages[number] = row.preferred_language
    elif after == before:
        plan.unchanged += 1
    else:
        plan.changed.append(number)
        if returned:
            plan.returned.append(number)
        elif before.employed(today) and not after.employed(today):
            plan.left.append(number)
        elif _place(after) != _place(before):
            plan.moved.append(number)
    plan.people[number] = after


def _place(person: KnownPerson) -> tuple[object, ...]:
    return (
        person.organisation_code,
        person.manager_staff_number,
        person.grade,
        person.profession,
    )


def _check_managers(
    file: HrFile, said: Mapping[str, PersonRow], plan: Plan, faults: list[Fault]
) -> None:
    above = {number: person.manager_staff_number for number, person in plan.people.items()}
    for row in file.people:
        manager = row.manager_staff_number
        if manager and manager not in said:
            faults.append(
                Fault(
                    _("The manager’s staff number %(number)s is not in the file.")
                    % {"number": manager},
                    row.row,
                )
            )
    loop = find_loop(above)
    if loop:
        names = [f"{said[number].full_name} ({number})" for number in loop if number in said]
        faults.append(
            Fault(
                _("These people report to each other in a loop: %(loop)s.")
                % {"loop": " → ".join([*names, *names[:1]])},
                said[loop[0]].row if loop[0] in said else None,
            )
        )


def _organisations(
    file: HrFile,
    known: Iterable[KnownOrganisation],
    faults: list[Fault],
) -> dict[str, KnownOrganisation]:
    """Return every organisation that is new or changed, by code."""
    before = {organisation.code: organisation for organisation in known}
    names: dict[str, OrganisationRow] = {}
    parents: dict[str, OrganisationRow] = {}
    mentioned: dict[str, OrganisationRow] = {}
    for row in file.organisations:
        mentioned.setdefault(row.code, row)
        if row.name and names.setdefault(row.code, row).name != row.name:
            faults.append(
                Fault(
                    _("Organisation %(code)s is “%(name)s” here but “%(other)s” in row %(row)d.")
                    % {
                        "code": row.code,
                        "name": row.name,
                        "other": names[row.code].name,
                        "row": names[row.code].row,
                    },
                    row.row,
                )
            )
        if row.parent_code and (parents.setdefault(row.code, row).parent_code != row.parent_code):
            faults.append(
                Fault(
                    _(
                        "Organisation %(code)s is below %(parent)s here but below %(other)s in row "
                        "%(row)d."
                    )
                    % {
                        "code": row.code,
                        "parent": row.parent_code,
                        "other": parents[row.code].parent_code,
                        "row": parents[row.code].row,
                    },
                    row.row,
                )
            )
    after = dict(before)
    for code, row in mentioned.items():
        stored = before.get(code)
        if code in names:
            name = names[code].name
        elif stored:
            name = stored.name
        else:
            faults.append(
                Fault(
                    _("Organisation %(code)s is new. Enter its organisation_name.")
                    % {"code": code},
                    row.row,
                )
            )
            name = code
        if code in parents:
            parent: str | None = parents[code].parent_code
        elif stored and "parent_organisation_code" not in file.columns:
            parent = stored.parent_code
        else:
            parent = None
        after[code] = KnownOrganisation(code, name, parent)
    for row in parents.values():
        if row.parent_code not in after:
            faults.append(
                Fault(
                    _(
                        "The parent organisation %(parent)s is not known. Add a row for it; a row "
                        "may describe an organisation without a person."
                    )
                    % {"parent": row.parent_code},
                    row.row,
                )
            )
    loop = find_loop({code: organisation.parent_code for code, organisation in after.items()})
    if loop:
        circle = [f"{after[code].name} ({code})" for code in loop]
        faults.append(
            Fault(
                _("An organisation cannot be below itself: %(loop)s.")
                % {"loop": " → ".join([*circle, circle[0]])},
                mentioned[loop[0]].row if loop[0] in mentioned else None,
            )
        )
    return {code: new for code, new in after.items() if before.get(code) != new}
