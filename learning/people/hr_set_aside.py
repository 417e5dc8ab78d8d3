"""Rows of an HR export that are set aside, so that no such row lets a leaver keep access.

Reads no database.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from learning.people.hr_file import PersonRow
from learning.people.hr_known import KnownPerson
from learning.people.hr_table import Fault


def usable_rows(
    rows: Sequence[PersonRow],
    known: Mapping[str, KnownPerson],
    by_email: Mapping[str, KnownPerson],
    today: datetime.date,
) -> tuple[list[PersonRow], list[Fault]]:
    """Return the rows that can be written, and why each of the others is set aside.

    Set aside is a row whose manager is not in the file, and what needs such a row: that of
    somebody who reports to a new person, and that of somebody who takes over an address. Anyone who
    leaves by their row leaves all the same; their manager stays as stored.
    """
    said = {row.staff_number for row in rows}
    aside: dict[str, Fault] = {}
    # Each round sets rows aside, or is the last: those that wait for others stand further up.
    waiting: Mapping[str, list[PersonRow]] = _by_what_they_need(rows, by_email)
    found = [
        row for row in rows if row.manager_staff_number and row.manager_staff_number not in said
    ]
    for row in found:
        aside[row.staff_number] = Fault(
            _("The manager’s staff number %(number)s is not in the file.")
            % {"number": row.manager_staff_number},
            row.row,
        )
    while found:
        first = found.pop()
        number = first.staff_number
        for row in waiting.get(number, []):
            takes_over = by_email.get(row.email)
            needs = number not in known or (
                takes_over is not None and takes_over.staff_number == number
            )
            if needs and row.staff_number not in aside:
                aside[row.staff_number] = Fault(
                    _("This row needs row %(row)d, which is set aside.") % {"row": first.row},
                    row.row,
                )
                found.append(row)
    usable = [row for row in rows if row.staff_number not in aside]
    usable += [
        replace(
            row,
            manager_staff_number=None,
            email=known[row.staff_number].email,
        )
        for row in rows
        if row.staff_number in aside
        and row.staff_number in known
        and row.left_on
        and row.left_on <= today
    ]
    return usable, sorted(aside.values(), key=lambda fault: fault.row or 0)


def _by_what_they_need(
    rows: Sequence[PersonRow], by_email: Mapping[str, KnownPerson]
) -> dict[str, list[PersonRow]]:
    """Return the rows by the staff numbers of those whose rows they may need."""
    needing: dict[str, list[PersonRow]] = {}
    for row in rows:
        holder = by_email.get(row.email)
        needed = {row.manager_staff_number, holder.staff_number if holder else None}
        for number in needed - {None, "", row.staff_number}:
            needing.setdefault(str(number), []).append(row)
    return needing
