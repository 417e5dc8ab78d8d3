"""Granting and ending the roles that people have for an organisation."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from learning.people.granted import Ending
from learning.people.models import Organisation, Role, RoleGrant, User
from learning.people.rights import Held, Right
from learning.sweeps.rows import Together

__all__ = [
    "CannotHoldRole",
    "LastDayHasPassed",
    "Role",
    "change_last_day",
    "end_due",
    "end_role",
    "grant_role",
    "role_grants",
]


class CannotHoldRole(Exception):
    """Raised for granting a role to somebody who has left or cannot sign in."""


class LastDayHasPassed(Exception):
    """Raised for a last day before today."""


@transaction.atomic
def grant_role(
    *,
    person: User,
    role: Role,
    organisation: Organisation,
    granted_by: User | None = None,
    until: datetime.date | None = None,
    now: datetime.datetime | None = None,
) -> RoleGrant:
    """Give ``person`` the role for ``organisation`` and all below; again changes nothing.

    ``granted_by`` is empty where the installation itself grants. It is held to the end of the day
    ``until``. Raises CannotHoldRole for somebody who has left, or for an organisation that is
    closed; LastDayHasPassed.
    """
    now = now or timezone.now()
    today = timezone.localdate(now)
    _not_before(today, until)
    # In the order of an import: organisations, people, what they hold.
    place = Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
    holder = User.objects.select_for_update(of=("self",)).get(pk=person.pk)
    if not holder.may_sign_in(today) or place.closed_at is not None:
        raise CannotHoldRole
    # One whose last day has passed makes room for the new one, whether or not a sweep has run.
    _past(today).filter(person=holder, role=role, organisation=place).update(
        ended_at=now, ended_because=Ending.LAST_DAY
    )
    grant, _created = RoleGrant.objects.get_or_create(
        person=person,
        role=role,
        organisation=organisation,
        ended_at=None,
        defaults={"granted_by": granted_by, "granted_at": now, "until": until},
    )
    return grant


def change_last_day(
    *, grant: RoleGrant, until: datetime.date | None, now: datetime.datetime
) -> bool:
    """Let a role end on another day, or on none; tell whether it was still held.

    Raises LastDayHasPassed.
    """
    today = timezone.localdate(now)
    _not_before(today, until)
    held = RoleGrant.objects.current(today).filter(pk=grant.pk)
    return bool(held.update(until=until))


def end_role(
    *,
    grant: RoleGrant,
    now: datetime.datetime,
    ended_by: User | None = None,
    because: Ending = Ending.BY_HAND,
) -> bool:
    """End a role; what it allowed is lost at once, and that it was held stays known.

    Tell whether it was still held.
    """
    ending = RoleGrant.objects.filter(pk=grant.pk, ended_at__isnull=True)
    return bool(ending.update(ended_at=now, ended_by=ended_by, ended_because=because))


def _not_before(today: datetime.date, until: datetime.date | None) -> None:
    if until is not None and until < today:
        raise LastDayHasPassed


def _past(today: datetime.date) -> QuerySet[RoleGrant]:
    return RoleGrant.objects.filter(ended_at__isnull=True, until__lt=today)


def _due(now: datetime.datetime) -> QuerySet[RoleGrant]:
    return _past(timezone.localdate(now)).order_by("until", "pk")


def _end_past(keys: Sequence[int], *, now: datetime.datetime) -> int:
    """Write down that the roles ``keys`` ended with their last day; return how many."""
    with transaction.atomic():
        mine = list(
            _due(now)
            .filter(pk__in=keys)
            .select_for_update(skip_locked=True)
            .values_list("pk", flat=True)
        )
        return RoleGrant.objects.filter(pk__in=mine).update(
            ended_at=now, ended_because=Ending.LAST_DAY
        )


# Who has a role is asked by its last day too (RoleGrantQuerySet.current): this keeps the record.
end_due = Together("roles", _("Ending roles after their last day"), _due, _end_past)


def _held(people: Sequence[int]) -> Iterator[Held]:
    current = RoleGrant.objects.filter(person__in=people, ended_at__isnull=True)
    for person, pk, path in current.values_list("person", "pk", "organisation__path"):
        yield Held(person, pk, (path,))


def _end(rights: Sequence[Held], *, now: datetime.datetime) -> None:
    RoleGrant.objects.filter(pk__in=[held.key for held in rights]).update(
        ended_at=now, ended_because=Ending.WITH_POST
    )


role_grants = Right(_held, _end)
