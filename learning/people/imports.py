"""Bringing people, organisations and reporting lines in from an HR export."""

from __future__ import annotations

import datetime
import secrets

from django.conf import settings
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import connection, transaction
from django.db.models import BooleanField, ExpressionWrapper, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from learning.lrs.actors import create_own_actors
from learning.people.changes import (
    OrganisationChanges,
    PeopleChanges,
    tell_consumers,
    tell_of_organisations,
)
from learning.people.hr_file import read_hr_file
from learning.people.hr_known import KnownOrganisation, KnownPerson
from learning.people.hr_merged import with_merged
from learning.people.hr_plan import Plan, plan_import
from learning.people.hr_summary import ImportSummary, who_stays_out
from learning.people.hr_table import Fault, UnusableFile
from learning.people.leaving import end_access
from learning.people.models import Organisation, User
from learning.people.organisations import hold_the_tree, place_organisations
from learning.people.reorganising import open_what_is_used

__all__ = ["ImportSummary", "TooManyLeavers", "import_people"]

BATCH = 5000
# The key of the lock that lets one import run at a time: "people" as bytes.
IMPORT_LOCK = int.from_bytes(b"people", "big")

COLUMNS = {
    "pk": "bigint PRIMARY KEY",
    "staff_number": "varchar",
    "email": "varchar",
    "full_name": "varchar",
    "organisation_id": "bigint",
    "manager_id": "bigint",
    "grade": "varchar",
    "profession": "varchar",
    "joined_on": "date",
    "left_on": "date",
    "absent_since": "date",
    "is_active": "boolean",
}
STAGE = f"CREATE TEMPORARY TABLE incoming ({', '.join(f'{n} {k}' for n, k in COLUMNS.items())})"
COPY = f"COPY incoming ({', '.join(COLUMNS)}) FROM STDIN"
# Two people may swap addresses or numbers, and unique indexes are checked row by row: anyone who
# changes one steps aside first.
STEP_ASIDE = """
UPDATE people_user AS person
SET email = person.public_id || '@moving.invalid', staff_number = NULL
FROM incoming
WHERE incoming.pk = person.id
  AND (incoming.email <> person.email OR incoming.staff_number <> person.staff_number)
"""
UPDATE = """
UPDATE people_user AS person SET {columns} FROM incoming WHERE incoming.pk = person.id
"""
RESERVE = """
SELECT nextval(pg_get_serial_sequence('people_user', 'id')) FROM generate_series(1, %s)
"""
# Somebody who had not started yet leaves on the day they would have.
LEAVE = """
UPDATE people_user SET left_on = GREATEST(%(today)s, joined_on), absent_since = %(today)s
WHERE staff_number = ANY(%(missing)s) RETURNING id
"""


class TooManyLeavers(UnusableFile):
    """Raised when more than half of the people would leave: more likely half a file."""


def import_people(
    *,
    content: bytes,
    now: datetime.datetime,
    dry_run: bool = False,
    allow_many_leavers: bool = False,
    strict: bool = False,
) -> ImportSummary:
    """Create and update people, organisations and reporting lines; all or nothing.

    People with a staff number who are not in the file leave today; nobody is deleted. A dry run
    does everything and takes it back. Rows with a manager who is not in the file are set aside;
    with ``strict`` they are faults, as all others are. The columns are described in
    docs/how-to/import-people.md. Raises UnusableFile with every fault, TooManyLeavers.
    """
    read = read_hr_file(content, languages=_languages())
    today = timezone.localdate(now)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [IMPORT_LOCK])
        hold_the_tree()
        organisations = _known_organisations()
        file = with_merged(read, _merged(), organisations)
        plan = plan_import(
            file,
            people=_known_people(),
            organisations=organisations,
            today=today,
            strict=strict,
        )
        leaving = len(plan.missing) + len(plan.left)
        if leaving * 2 > plan.employed_before and not allow_many_leavers:
            raise TooManyLeavers(
                [
                    Fault(
                        _(
                            "%(leaving)d of %(all)d people would leave. If the file is complete, "
                            "run the import again with --allow-many-leavers."
                        )
                        % {"leaving": leaving, "all": plan.employed_before}
                    )
                ]
            )
        placed = _write_organisations(plan, now)
        _write(plan, placed=placed, now=now, today=today)
        open_what_is_used(now=now)
        if dry_run:
            transaction.set_rollback(True)
    return ImportSummary(
        joined=len(plan.new),
        returned=len(plan.returned),
        changed=len(plan.changed) - len(plan.returned) - len(plan.left),
        left=leaving,
        unchanged=plan.unchanged,
        organisations=len(plan.organisations),
        notes=[*file.notes, *who_stays_out(file, plan)],
        set_aside=plan.set_aside,
    )


def _languages() -> dict[str, str]:
    known = {code.lower(): code for code, _name in settings.LANGUAGES}
    # "en" for "en-gb": an HR system knows languages, not regions.
    return {code.split("-")[0]: full for code, full in reversed(known.items())} | known


def _known_people() -> list[KnownPerson]:
    hand_made = Q(is_superuser=True) | Q(is_staff=True, staff_number__isnull=True)
    return [
        KnownPerson(*row)
        for row in User.objects.annotate(local=ExpressionWrapper(hand_made, BooleanField()))
        .order_by("pk")
        .values_list(
            "pk",
            "staff_number",
            "email",
            "full_name",
            "organisation__code",
            "manager__staff_number",
            "grade",
            "profession",
            "joined_on",
            "left_on",
            "absent_since",
            "is_active",
            "local",
        )
    ]


def _known_organisations() -> list[KnownOrganisation]:
    return [
        KnownOrganisation(*row)
        for row in Organisation.objects.values_list(
            "code", "name", "parent__code", "name_kept", "place_kept"
        )
    ]


def _merged() -> dict[str, str]:
    """Return the code that each merged organisation was merged into, by its own code."""
    gone = Organisation.objects.filter(merged_into__isnull=False)
    return dict(gone.values_list("code", "merged_into__code"))


def _write_organisations(plan: Plan, now: datetime.datetime) -> list[int]:
    """Write what is new or changed; return the ids of those with another place in the tree."""
    if not plan.organisations:
        return []
    stored = {row.code: row for row in Organisation.objects.all()}
    fresh = [
        Organisation(code=code, name=organisation.name)
        for code, organisation in plan.organisations.items()
        if code not in stored
    ]
    stored |= {row.code: row for row in Organisation.objects.bulk_create(fresh, batch_size=BATCH)}
    touched, renamed = [], []
    for code, organisation in plan.organisations.items():
        row = stored[code]
        if row.name != organisation.name:
            renamed.append(row.pk)
        row.name = organisation.name
        row.parent = stored[organisation.parent_code] if organisation.parent_code else None
        touched.append(row)
    Organisation.objects.bulk_update(touched, ["name", "parent"], batch_size=1000)
    placed = place_organisations()
    tell_of_organisations(OrganisationChanges(at=now, renamed=tuple(renamed)))
    return placed


def _write(plan: Plan, *, placed: list[int], now: datetime.datetime, today: datetime.date) -> None:
    with connection.cursor() as cursor:
        # The new people's ids are known before the people are written, so each row is written
        # once with its manager; the keys between them are checked at the end.
        cursor.execute(RESERVE, [len(plan.new)])
        reserved = [pk for (pk,) in cursor.fetchall()]
        ids = plan.ids | dict(zip(plan.new, reserved, strict=True))
        places = dict(Organisation.objects.values_list("code", "pk"))
        cursor.execute(STAGE)
        with cursor.copy(COPY) as copy:
            for number in plan.changed:
                person = _person(plan.people[number], ids, places)
                copy.write_row([getattr(person, name) for name in COLUMNS])
        cursor.execute(STEP_ASIDE)
        # A file without managers leaves them as they are, also those without a staff number.
        kept = {"pk"} if plan.says_managers else {"pk", "manager_id"}
        told = [name for name in COLUMNS if name not in kept]
        cursor.execute(UPDATE.format(columns=", ".join(f"{n} = incoming.{n}" for n in told)))
        cursor.execute("DROP TABLE incoming")
        _create(plan, ids=ids, places=places, now=now)
        cursor.execute(LEAVE, {"today": today, "missing": plan.missing})
        left = [pk for (pk,) in cursor.fetchall()] + [ids[number] for number in plan.left]
    if left:
        end_access(people=left)
    staying = [number for number in plan.new if plan.people[number].employed(today)]
    joined = [ids[number] for number in [*staying, *plan.returned]]
    # With their whole organisation, or by themselves.
    transferred = {ids[number] for number in plan.transferred}
    if placed:
        transferred.update(
            User.objects.filter(organisation__in=placed).values_list("pk", flat=True)
        )
    tell_consumers(
        PeopleChanges(
            on=today,
            joined=tuple(joined),
            moved=tuple(ids[number] for number in plan.moved),
            left=tuple(left),
            transferred=tuple(sorted(transferred.difference(joined, left, reserved))),
            at=now,
        )
    )


def _person(known: KnownPerson, ids: dict[str, int], places: dict[str, int]) -> User:
    return User(
        pk=ids[known.staff_number or ""],
        staff_number=known.staff_number,
        email=known.email,
        full_name=known.full_name,
        organisation_id=places[known.organisation_code or ""],
        manager_id=ids[known.manager_staff_number] if known.manager_staff_number else None,
        grade=known.grade,
        profession=known.profession,
        joined_on=known.joined_on,
        left_on=known.left_on,
        absent_since=known.absent_since,
        is_active=known.is_active,
    )


def _create(
    plan: Plan, *, ids: dict[str, int], places: dict[str, int], now: datetime.datetime
) -> None:
    people = []
    for number, actor in zip(plan.new, create_own_actors(len(plan.new)), strict=True):
        person = _person(plan.people[number], ids, places)
        person.actor = actor
        person.preferred_language = plan.languages.get(number, settings.LANGUAGE_CODE)
        # As make_password(None) makes it, a character at a time, which costs seconds here.
        person.password = UNUSABLE_PASSWORD_PREFIX + secrets.token_urlsafe(30)
        person.created_at = now
        people.append(person)
    User.objects.bulk_create(people, batch_size=BATCH)
