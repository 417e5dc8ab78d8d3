"""Renaming, merging, closing and opening organisations, each with all that follows.

Moving one is in ``organisations``, which also keeps the tree a tree.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from learning.people.changes import (
    OrganisationChanges,
    PeopleChanges,
    tell_consumers,
    tell_of_organisations,
)
from learning.people.granted import Ending
from learning.people.models import Organisation, RoleGrant, User
from learning.people.organisations import hold_the_tree, place_organisations


class CannotMerge(Exception):
    """Raised for merging an organisation into itself, into a part of it, or into a closed one."""


class StillHasPeople(Exception):
    """Raised for closing an organisation in which people work; ``number`` is how many."""

    def __init__(self, number: int) -> None:
        self.number = number
        super().__init__(str(number))


@dataclass(frozen=True, slots=True)
class Keeps:
    """The people, and the roles, that go on for an organisation when it is merged into another.

    None of either means all of them.
    """

    people: frozenset[int] | None = None
    roles: frozenset[str] | None = None

    def role_of(self, grant: RoleGrant) -> bool:
        """Tell whether a role is kept."""
        return (self.people is None or grant.person_id in self.people) and (
            self.roles is None or grant.role in self.roles
        )


EVERYBODY = Keeps()
NOBODY = Keeps(people=frozenset(), roles=frozenset())


@transaction.atomic
def rename_organisation(
    *, organisation: Organisation, name: str, code: str, keep: bool, now: datetime.datetime
) -> Organisation:
    """Give an organisation another name and code; raise ValidationError.

    ``keep`` says whether an HR file leaves the name as it is.
    """
    hold_the_tree()
    renamed = Organisation.objects.get(pk=organisation.pk)
    told = (renamed.name, renamed.code) != (name, code)
    renamed.name, renamed.code, renamed.name_kept = name, code, keep
    renamed.full_clean()
    renamed.save(update_fields=["name", "code", "name_kept"])
    if told:
        tell_of_organisations(OrganisationChanges(at=now, renamed=(renamed.pk,)))
    return renamed


@transaction.atomic
def merge_organisations(
    *,
    organisation: Organisation,
    into: Organisation,
    keeps: Keeps,
    by: User | None,
    now: datetime.datetime,
) -> Organisation:
    """Merge ``organisation`` into ``into``, so that nobody sees it any more; return ``into``.

    Its people and what is below it go there, and so does everybody whom an HR file places in it.
    What ``keeps`` says people go on doing for the other, granted by ``by``; the rest ends. Raises
    CannotMerge.
    """
    hold_the_tree()
    gone, whole = (Organisation.objects.get(pk=one.pk) for one in (organisation, into))
    if whole.path.startswith(gone.path) or gone.closed_at or whole.closed_at:
        raise CannotMerge
    people = tuple(User.objects.filter(organisation=gone).values_list("pk", flat=True))
    User.objects.filter(pk__in=people).update(organisation=whole)
    Organisation.objects.filter(parent=gone).update(parent=whole)
    Organisation.objects.filter(merged_into=gone).update(merged_into=whole)
    Organisation.objects.filter(pk=gone.pk).update(merged_into=whole, closed_at=now)
    placed = place_organisations()
    _give_on(gone, whole, keeps=keeps, by=by, now=now)
    _end_roles([gone.pk], by=by, now=now)
    tell_of_organisations(
        OrganisationChanges(
            at=now, merged=((gone.pk, whole.pk),), keepers=_keepers(keeps, by), by=by
        )
    )
    below = User.objects.filter(organisation__in=placed).values_list("pk", flat=True)
    transferred = tuple(sorted({*people, *below}))
    tell_consumers(
        PeopleChanges(on=timezone.localdate(now), transferred=transferred, moved=people, at=now)
    )
    whole.refresh_from_db()
    return whole


def working_within(organisation: Organisation, on: datetime.date) -> int:
    """Return how many people work in an organisation and below it, or will: they keep it open."""
    people = User.objects.filter(Q(left_on__isnull=True) | Q(left_on__gt=on), is_active=True)
    return people.filter(organisation__in=Organisation.objects.within(organisation)).count()


@transaction.atomic
def close_organisation(
    *,
    organisation: Organisation,
    by: User | None,
    now: datetime.datetime,
    taken_over_by: Organisation | None = None,
) -> list[Organisation]:
    """Close an organisation and all below it, and return them; what people do for it ends.

    What was only for its people is for those of ``taken_over_by``. Raises StillHasPeople. Being
    named by an HR file opens it again (``open_what_is_used``).
    """
    hold_the_tree()
    top = Organisation.objects.get(pk=organisation.pk)
    own = Organisation.objects.within(top)
    if working := working_within(top, timezone.localdate(now)):
        raise StillHasPeople(working)
    found = list(own.open())
    closing = [one.pk for one in found]
    Organisation.objects.filter(pk__in=closing).update(closed_at=now)
    _end_roles(closing, by=by, now=now)
    to = taken_over_by
    taken_over = tuple((pk, to.pk) for pk in closing) if to is not None else ()
    tell_of_organisations(
        OrganisationChanges(at=now, closed=tuple(closing), taken_over=taken_over, by=by)
    )
    return found


@transaction.atomic
def open_organisation(*, organisation: Organisation, now: datetime.datetime) -> None:
    """Open an organisation that was closed or merged, and those above it; without its rights."""
    hold_the_tree()
    lineage = Organisation.objects.get(pk=organisation.pk).lineage
    _open(Organisation.objects.filter(pk__in=lineage, closed_at__isnull=False), now)


def open_what_is_used(*, now: datetime.datetime) -> None:
    """Open every organisation that is closed and has people at work, for HR files say who does."""
    today = timezone.localdate(now)
    working = User.objects.employed(today).filter(organisation__isnull=False, is_active=True)
    closed = working.filter(organisation__closed_at__isnull=False)
    used = {
        pk
        for path in closed.values_list("organisation__path", flat=True).distinct()
        for pk in Organisation(path=path).lineage
    }
    _open(Organisation.objects.filter(pk__in=used, closed_at__isnull=False), now)


def _open(organisations: QuerySet[Organisation], now: datetime.datetime) -> None:
    found = tuple(organisations.values_list("pk", flat=True))
    Organisation.objects.filter(pk__in=found).update(closed_at=None, merged_into=None)
    tell_of_organisations(OrganisationChanges(at=now, opened=found))


def _keepers(keeps: Keeps, by: User | None) -> frozenset[int] | None:
    """Return the people who go on editing, ``by`` not among them unless everybody does."""
    return keeps.people if keeps.people is None or by is None else keeps.people - {by.pk}


def _give_on(
    gone: Organisation,
    whole: Organisation,
    *,
    keeps: Keeps,
    by: User | None,
    now: datetime.datetime,
) -> None:
    """Grant for ``whole`` the roles that people have for ``gone`` and keep.

    Who has one for both keeps it until the later of their last days.
    """
    today = timezone.localdate(now)
    past = RoleGrant.objects.filter(organisation=whole, ended_at__isnull=True, until__lt=today)
    past.update(ended_at=now, ended_because=Ending.LAST_DAY)
    held = {
        (grant.person_id, grant.role): grant
        for grant in RoleGrant.objects.current(today).filter(organisation=whole)
    }
    for grant in RoleGrant.objects.current(today).filter(organisation=gone):
        if not keeps.role_of(grant):
            continue
        own = held.get((grant.person_id, grant.role))
        if own is None:
            RoleGrant.objects.create(
                person_id=grant.person_id,
                role=grant.role,
                organisation=whole,
                granted_at=now,
                granted_by=by,
                until=grant.until,
            )
        elif own.until is not None and (grant.until is None or grant.until > own.until):
            own.until = grant.until
            own.save(update_fields=["until"])


def _end_roles(organisations: list[int], *, by: User | None, now: datetime.datetime) -> None:
    ending = RoleGrant.objects.filter(organisation__in=organisations, ended_at__isnull=True)
    ending.update(ended_at=now, ended_by=by, ended_because=Ending.WITH_DEPARTMENT)
