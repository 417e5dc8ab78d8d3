"""Decisions of administrators and L&D leads about people, within the part they answer for.

A page offers only what somebody may do; these refuse what is sent all the same. Locks are taken
as an import takes them: organisations, people, then what people hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from cms.administration.log import LAST_DAY, write_down
from cms.publishing.memberships import end_membership, join_group
from cms.publishing.models import EditorKind, EditorsGroup
from learning.people import roles
from learning.people.invitations import invite
from learning.people.models import Organisation, Role, RoleGrant, User
from learning.people.parts import NotYours, Part, hold_part_of


class CannotEdit(Exception):
    """Raised for making an editor of somebody who has left, or for what does not write courses."""


class OutlastsOwn(NotYours):
    """Raised for giving oneself a role, or more of it, for longer than one leads there."""


class HasRole(Exception):
    """Raised for giving a role to somebody who has it; ``grant`` is what they have."""

    def __init__(self, grant: RoleGrant) -> None:
        self.grant = grant
        super().__init__()


class NotYourself(NotYours):
    """Raised for making oneself an editor, which would outlast one's leading."""


@transaction.atomic
def grant_role(
    *,
    by: User,
    person: User,
    role: Role,
    organisation: Organisation,
    until: date | None,
    now: datetime,
) -> RoleGrant:
    """Give somebody a role for an organisation in the part that ``by`` answers for.

    Raises NotYours, OutlastsOwn, HasRole, and what ``roles.grant_role`` raises.
    """
    part, place = _hold(by, organisation, now, person)
    if not part.may_grant(role):
        raise NotYours
    _keep_within_own(part, person, place, until, now)
    current = RoleGrant.objects.current(timezone.localdate(now))
    if held := current.filter(person=person, role=role, organisation=place).first():
        raise HasRole(held)
    return roles.grant_role(
        person=person, role=role, organisation=place, granted_by=by, until=until, now=now
    )


@transaction.atomic
def change_last_day(*, by: User, grant: RoleGrant, until: date | None, now: datetime) -> bool:
    """Let a role end on another day; tell whether it was still held.

    Raises NotYours, OutlastsOwn, LastDayHasPassed.
    """
    part = _hold_grant(by, grant, now)
    _keep_within_own(part, grant.person, grant.organisation, until, now)
    changed = roles.change_last_day(grant=grant, until=until, now=now)
    if changed:
        write_down(
            grant.person,
            LAST_DAY,
            by=by,
            now=now,
            grant=grant.pk,
            role=grant.role,
            organisation=grant.organisation.name,
            after=until.isoformat() if until else "",
        )
    return changed


@transaction.atomic
def end_role(*, by: User, grant: RoleGrant, now: datetime) -> bool:
    """End a role; tell whether it was still held. Raises NotYours."""
    _hold_grant(by, grant, now)
    return roles.end_role(grant=grant, now=now, ended_by=by)


@transaction.atomic
def make_editor(
    *,
    by: User,
    person: User,
    organisation: Organisation,
    kinds: Iterable[EditorKind],
    now: datetime,
) -> list[EditorKind]:
    """Put somebody into groups of a department; return those that they were not in.

    Raises NotYours, NotYourself, CannotEdit.
    """
    part, place = _hold(by, organisation, now, person)
    if person.pk == by.pk and not part.everything:
        raise NotYourself
    holder = User.objects.get(pk=person.pk)
    groups = EditorsGroup.objects.filter(department__organisation=place).select_related("group")
    known = {one.kind: one.group for one in groups}
    wanted = [EditorKind(kind) for kind in kinds]
    if place.closed_at or not holder.may_sign_in(timezone.localdate(now)):
        raise CannotEdit
    if not set(wanted) <= known.keys():
        raise CannotEdit
    return [kind for kind in wanted if join_group(person=holder, group=known[kind], by=by, now=now)]


@transaction.atomic
def end_editor(*, by: User, person: User, group: EditorsGroup, now: datetime) -> bool:
    """Take somebody out of a department's group; tell whether they were in. Raises NotYours."""
    _hold(by, group.department.organisation, now)
    return end_membership(person=person, group=group.group, by=by, now=now)


@transaction.atomic
def send_invitations(*, by: User, people: Sequence[User], now: datetime) -> list[User]:
    """Invite those of ``people`` whom no invitation has reached today; return them.

    Raises NotYours, NotToBeInvited.
    """
    today = timezone.localdate(now)
    part = hold_part_of(by, on=today)
    keys = [person.pk for person in people]
    own = part.people(today).filter(pk__in=keys)
    locked = list(User.objects.select_for_update(of=("self",)).filter(pk__in=own).order_by("pk"))
    if len(locked) < len(set(keys)):
        raise NotYours
    return invite(people=locked, now=now)


def _hold(
    by: User, organisation: Organisation, now: datetime, person: User | None = None
) -> tuple[Part, Organisation]:
    """Lock what is decided about, and return the part that it is in. Raises NotYours.

    ``person`` is somebody to be given something: an L&D lead gives it to people of their part.
    """
    today = timezone.localdate(now)
    place = Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
    if person is not None:
        list(User.objects.select_for_update(of=("self",)).filter(pk=person.pk))
    part = hold_part_of(by, on=today)
    if not part.holds(place):
        raise NotYours
    if person is not None and not part.people(today).filter(pk=person.pk).exists():
        raise NotYours
    return part, place


def _keep_within_own(
    part: Part, person: User, organisation: Organisation, until: date | None, now: datetime
) -> None:
    """Refuse an L&D lead who would have something for longer than somebody else gave it to them."""
    last = part.last_day(organisation, timezone.localdate(now))
    if person.pk == part.person.pk and last is not None and (until is None or until > last):
        raise OutlastsOwn


def _hold_grant(by: User, grant: RoleGrant, now: datetime) -> Part:
    part = hold_part_of(by, on=timezone.localdate(now), also=grant)
    if not part.may_grant(grant.role) or not part.roles().filter(pk=grant.pk).exists():
        raise NotYours
    return part
