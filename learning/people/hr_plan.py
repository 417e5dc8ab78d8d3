"""Deciding what an HR export changes. Pure: what is known and what is said in, a plan out."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from learning.people.hr_file import HrFile, PersonRow
from learning.people.hr_known import KnownOrganisation, KnownPerson
from learning.people.hr_organisations import plan_organisations
from learning.people.hr_set_aside import usable_rows
from learning.people.hr_table import Fault, UnusableFile
from learning.people.loops import find_loop


@dataclass
class Plan:
    """The changes to write. People are named by staff number, organisations by code.

    ``changed`` holds every stored person whose row differs, among them those who ``moved``,
    ``returned`` and ``left``; who moved to another organisation is ``transferred`` too.
    ``stay_out`` is how many in the file have left, then or now. ``missing`` are not in the file
    and leave today. ``ids`` holds the id of everyone who is stored, also of accounts made by hand
    that become a person.
    """

    organisations: dict[str, KnownOrganisation] = field(default_factory=dict)
    people: dict[str, KnownPerson] = field(default_factory=dict)
    new: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    moved: list[str] = field(default_factory=list)
    transferred: list[str] = field(default_factory=list)
    returned: list[str] = field(default_factory=list)
    ids: dict[str, int] = field(default_factory=dict)
    left: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    unchanged: int = 0
    stay_out: int = 0
    set_aside: list[Fault] = field(default_factory=list)
    languages: dict[str, str] = field(default_factory=dict)
    employed_before: int = 0
    says_managers: bool = True


def plan_import(
    file: HrFile,
    *,
    people: Iterable[KnownPerson],
    organisations: Iterable[KnownOrganisation],
    today: datetime.date,
    strict: bool = False,
) -> Plan:
    """Work out what ``file`` changes; raise UnusableFile with every fault found.

    Anyone who has a staff number and is not in the file leaves today. A column that the file does
    not have changes nothing; an empty cell clears. Nobody without a staff number is touched,
    unless the file brings a staff number for their email address.

    A row with a manager who is not in the file is set aside, and the person stays as they are;
    where that is more than half of the rows, or with ``strict``, it is a fault.
    """
    known = list(people)
    faults: list[Fault] = []
    plan = Plan(says_managers="manager_staff_number" in file.columns)
    plan.organisations = plan_organisations(file, organisations, faults)
    by_number = {person.staff_number: person for person in known if person.staff_number}
    by_email = {person.email.lower(): person for person in known}
    said = {row.staff_number: row for row in file.people}
    plan.ids = {number: person.pk for number, person in by_number.items()}
    rows, plan.set_aside = usable_rows(file.people, by_number, by_email, today)
    if strict or len(plan.set_aside) * 2 > len(file.people):
        faults += plan.set_aside
    for row in rows:
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
    plan.stay_out = sum(1 for person in plan.people.values() if not person.employed(today))
    _check_managers(said, by_number, plan, faults)
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
        0, number, "", "", None, None, "", "", None, None, None, is_active=True, local=False
    )
    after = replace(
        start,
        staff_number=number,
        email=row.email,
        full_name=row.full_name,
        organisation_code=row.organisation_code,
        left_on=_leaving(row, start, columns),
        absent_since=start.absent_since if start.local else None,
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
        # Anyone who was shut out while employed (left_on empty) stays shut out.
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
            if after.organisation_code != before.organisation_code:
                plan.transferred.append(number)
    plan.people[number] = after


def _leaving(row: PersonRow, start: KnownPerson, columns: frozenset[str]) -> datetime.date | None:
    if start.local:
        return start.left_on
    if "left_on" in columns:
        return row.left_on
    # Nobody gave this date: it was the day on which no file named the person any more.
    return None if start.absent_since else start.left_on


def _place(person: KnownPerson) -> tuple[object, ...]:
    return (
        person.organisation_code,
        person.manager_staff_number,
        person.grade,
        person.profession,
    )


def _check_managers(
    said: Mapping[str, PersonRow],
    known: Mapping[str, KnownPerson],
    plan: Plan,
    faults: list[Fault],
) -> None:
    # Those whose row was set aside report to whom they did.
    people = {number: known[number] for number in said if number in known} | plan.people
    above = {number: person.manager_staff_number for number, person in people.items()}
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
