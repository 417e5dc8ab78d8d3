"""The parts of the organisation that people answer for: administrators all, L&D leads their own.

Everything that gives, ends or reorganises asks here. It opens nobody's learning: that is
``learning.people.visibility``.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from learning.people.models import (
    Organisation,
    OrganisationQuerySet,
    Role,
    RoleGrant,
    User,
)
from learning.people.visibility import Kind, people_visible_to

# A data protection officer looks at what L&D leads do, so none of them names one.
GRANTED_BY_LEADS = frozenset({Role.LD_LEAD, Role.COORDINATOR})


class NotYours(Exception):
    """Raised for an act of those only who answer for another part, or for all of it."""


@dataclass(frozen=True, slots=True)
class Part:
    """The part that ``person`` answers for: everything, or what is at ``paths`` and below."""

    person: User
    everything: bool = False
    paths: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return self.everything or bool(self.paths)

    def holds(self, organisation: Organisation) -> bool:
        """Tell whether the organisation is in this part."""
        return self.everything or any(organisation.path.startswith(path) for path in self.paths)

    def holds_inside(self, organisation: Organisation) -> bool:
        """Tell whether the organisation is in this part, and not the top of it.

        Nobody moves, merges or closes the top of their own part: that changes what is beside it.
        """
        return self.everything or any(
            organisation.path.startswith(path) and organisation.path != path for path in self.paths
        )

    def last_day(self, organisation: Organisation, on: datetime.date) -> datetime.date | None:
        """Return the last day that the organisation is in this part; None where no end is known."""
        if self.everything:
            return None
        grants = _leading(on).filter(person=self.person).select_related("organisation")
        days = [
            grant.until for grant in grants if organisation.path.startswith(grant.organisation.path)
        ]
        return max((day for day in days if day), default=None) if None not in days else None

    def organisations(self) -> OrganisationQuerySet:
        """Return the organisations in this part, the closed ones too."""
        return Organisation.objects.filter(self._within("path"))

    def people(self, on: datetime.date) -> QuerySet[User]:
        """Return the people in this part, as far as their names and addresses may be seen."""
        if self.everything:
            return User.objects.all()
        seen = people_visible_to(self.person, Kind.CONTACT, on)
        return seen.filter(self._within("organisation__path"))

    def roles(self) -> QuerySet[RoleGrant]:
        """Return the roles for organisations in this part, those that have ended too."""
        return RoleGrant.objects.filter(self._within("organisation__path"))

    def may_grant(self, role: str) -> bool:
        """Tell whether this is a role to give or to end from here."""
        return self.everything or role in GRANTED_BY_LEADS

    def _within(self, path: str) -> Q:
        if self.everything:
            return Q()
        below = (Q(**{f"{path}__startswith": one}) for one in self.paths)
        return reduce(or_, below, Q(pk__in=[]))


def part_of(person: Any, *, on: datetime.date | None = None) -> Part:
    """Return the part that ``person`` answers for on the date ``on`` (today); most have none."""
    on = on or timezone.localdate()
    if not person.is_authenticated or not person.may_sign_in(on):
        return Part(person)
    if person.is_superuser:
        return Part(person, everything=True)
    grants = _leading(on).filter(person=person)
    return Part(person, paths=tuple(grants.values_list("organisation__path", flat=True)))


def hold_part_of(person: User, *, on: datetime.date, also: RoleGrant | None = None) -> Part:
    """Return the part that ``person`` answers for, held so that nobody ends it in this transaction.

    ``also`` is a role that is to be changed: it is locked in the same order, so that two L&D leads
    who end each other's take turns.
    """
    own = Q(person=person, role=Role.LD_LEAD, ended_at__isnull=True)
    wanted = own | Q(pk=also.pk) if also is not None else own
    list(RoleGrant.objects.filter(wanted).order_by("pk").select_for_update(of=("self",)))
    return part_of(User.objects.get(pk=person.pk), on=on)


def _leading(on: datetime.date) -> QuerySet[RoleGrant]:
    current = RoleGrant.objects.current(on).filter(role=Role.LD_LEAD)
    return current.filter(organisation__closed_at__isnull=True).exclude(organisation__path="")
