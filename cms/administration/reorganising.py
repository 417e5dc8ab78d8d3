"""Decisions of administrators and L&D leads about departments, within the part they answer for.

A page offers only what somebody may do; these refuse what is sent all the same. What decides where
an HR file places people is for administrators alone: new organisations, codes, and keeping an
organisation where it is. With it an L&D lead could keep people in their part who belong elsewhere.
"""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from cms.administration import log
from cms.publishing.departments import Department, provide_department
from cms.publishing.handing_over import hand_over, writing_within
from learning.people import organisations, reorganising
from learning.people.models import Organisation, RoleGrant, User
from learning.people.organisations import hold_the_tree
from learning.people.parts import GRANTED_BY_LEADS, NotYours, Part, hold_part_of
from learning.people.reorganising import EVERYBODY, NOBODY, Keeps


class CannotTakeOver(Exception):
    """Raised for giving courses to an organisation that is closed, or is closed with their own."""


class LeadsLongerThere(NotYours):
    """Raised for handing what one leads to ``target``, which one leads for longer than it."""

    def __init__(self, place: Organisation, target: Organisation) -> None:
        self.place, self.target = place, target
        super().__init__()


class StandsThere(Exception):
    """Raised for moving an organisation to where it is."""


class IsClosed(Exception):
    """Raised for putting something below what is closed or merged, or below that; it has ``name``.

    To open what is below opens all above it, so that it would come back by the way.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(name)


@transaction.atomic
def add_department(
    *,
    by: User,
    name: str,
    code: str,
    parent: Organisation | None,
    writes: bool,
    now: datetime,
) -> Organisation:
    """Add an organisation that no HR file has named yet; with ``writes`` it can write courses.

    Raises NotYours, IsClosed, ValidationError.
    """
    _require(_hold(by, now).everything)
    _require_open(parent)
    added = organisations.create_organisation(name=name, code=code, parent=parent)
    log.write_down(added, log.CREATED, by=by, now=now)
    if writes:
        provide(by=by, organisation=added, now=now)
    return added


@transaction.atomic
def provide(*, by: User, organisation: Organisation, now: datetime) -> Department:
    """Let an organisation write courses. Raises NotYours, DepartmentIsClosed."""
    _require(_hold(by, now).holds(_fresh(organisation)))
    provided = provide_department(organisation=organisation)
    log.write_down(organisation, log.PROVIDED, by=by, now=now)
    return provided


@transaction.atomic
def rename(
    *, by: User, organisation: Organisation, name: str, code: str, keep: bool, now: datetime
) -> Organisation:
    """Give an organisation another name, or another code. Raises NotYours, ValidationError."""
    part, before = _hold(by, now), _fresh(organisation)
    _require(part.holds(before) and (part.everything or code == before.code))
    after = reorganising.rename_organisation(
        organisation=organisation, name=name, code=code, keep=keep, now=now
    )
    if _called(before) != _called(after):
        log.write_down(
            after, log.RENAMED, by=by, now=now, before=_called(before), after=_called(after)
        )
    return after


@transaction.atomic
def move(
    *,
    by: User,
    organisation: Organisation,
    parent: Organisation | None,
    keep: bool | None,
    now: datetime,
) -> Organisation:
    """Make an organisation a part of another one.

    ``keep`` says whether an HR file leaves it there, None leaves that as it is. Raises NotYours,
    LeadsLongerThere, StandsThere, IsClosed, OrganisationLoop.
    """
    part = _hold(by, now)
    _require(part.holds_inside(_fresh(organisation)))
    _require(part.everything or (parent is not None and part.holds(_fresh(parent))))
    _require(part.everything or keep is None)
    _require_open(parent)
    if parent is not None:
        _require_no_longer(part, organisation, parent, now)
    before = _fresh(organisation).parent
    if before == parent:
        raise StandsThere
    after = organisations.move_organisation(organisation=organisation, parent=parent, keep=keep)
    log.write_down(
        after,
        log.MOVED,
        by=by,
        now=now,
        before=before.name if before else "–",
        after=parent.name if parent else "–",
    )
    return after


@transaction.atomic
def merge(
    *,
    by: User,
    organisation: Organisation,
    into: Organisation,
    keeps_rights: bool,
    now: datetime,
) -> Organisation:
    """Merge an organisation into another one. Raises NotYours, LeadsLongerThere, CannotMerge.

    With ``keeps_rights`` people keep for the other what ``by`` could give them for it; the rest
    ends.
    """
    part, today = _hold(by, now), timezone.localdate(now)
    _require(part.holds_inside(_fresh(organisation)) and part.holds(_fresh(into)))
    _require_no_longer(part, organisation, into, now)
    last, own = part.last_day(_fresh(into), today), _own_roles(by, into, today)
    whole = reorganising.merge_organisations(
        organisation=organisation,
        into=into,
        keeps=_kept(part, today) if keeps_rights else NOBODY,
        by=by,
        now=now,
    )
    if last is not None:
        _keep_within(last, before=own, after=_own_roles(by, into, today))
    log.write_down(organisation, log.MERGED, by=by, now=now, after=whole.name)
    return whole


@transaction.atomic
def close(
    *, by: User, organisation: Organisation, courses_to: Organisation | None, now: datetime
) -> None:
    """Close an organisation and all below it; what was written there goes to ``courses_to``.

    With None it is taken from learners. Raises NotYours, LeadsLongerThere, CannotTakeOver,
    StillHasPeople.
    """
    part, closing = _hold(by, now), _fresh(organisation)
    _require(part.holds_inside(closing))
    if courses_to is not None:
        to = _fresh(courses_to)
        _require(part.holds(to))
        if to.closed_at is not None or to.path.startswith(closing.path):
            raise CannotTakeOver
        _require_no_longer(part, closing, to, now)
        for department in writing_within(closing):
            hand_over(department=department, to=to, keeps=lambda person: False, by=by, now=now)
    closed = reorganising.close_organisation(
        organisation=organisation, by=by, now=now, taken_over_by=courses_to
    )
    for one in closed:
        log.write_down(one, log.CLOSED, by=by, now=now)


@transaction.atomic
def open_again(*, by: User, organisation: Organisation, now: datetime) -> None:
    """Open an organisation that was closed or merged, and what is closed above it.

    Raises NotYours.
    """
    part, closed = _hold(by, now), _fresh(organisation)
    _require(may_open(part, closed))
    opening = list(closed_in_lineage(closed))
    reorganising.open_organisation(organisation=organisation, now=now)
    for one in opening:
        log.write_down(one, log.OPENED, by=by, now=now)


def may_open(part: Part, organisation: Organisation) -> bool:
    """Tell whether all that opens with an organisation is in ``part`` to be opened."""
    return part.holds_inside(organisation) and all(
        # Its people are in the other one now, and may come back with the next HR file.
        part.holds_inside(one) and (one.merged_into is None or part.holds(one.merged_into))
        for one in closed_in_lineage(organisation)
    )


def closed_in_lineage(organisation: Organisation) -> QuerySet[Organisation]:
    """Return the closed or merged ones of an organisation and those above it, highest first."""
    closed = Organisation.objects.filter(pk__in=organisation.lineage, closed_at__isnull=False)
    return closed.select_related("merged_into").order_by("path")


def _kept(part: Part, on: date) -> Keeps:
    """Return the rights that people may keep in a merge by somebody who answers for ``part``."""
    if part.everything:
        return EVERYBODY
    people = part.people(on).values_list("pk", flat=True)
    return Keeps(people=frozenset(people), roles=frozenset(map(str, GRANTED_BY_LEADS)))


def _own_roles(by: User, organisation: Organisation, on: date) -> dict[int, date | None]:
    """Return the last days of the roles that somebody has for an organisation, by their keys."""
    own = RoleGrant.objects.current(on).filter(person=by, organisation=organisation)
    return dict(own.values_list("pk", "until"))


def _keep_within(
    last: date, *, before: dict[int, date | None], after: dict[int, date | None]
) -> None:
    """Shorten the merging person's roles, so that the merge makes none last beyond ``last``."""
    for pk, until in after.items():
        allowed = before.get(pk, last)
        if allowed is not None and (until is None or until > max(allowed, last)):
            RoleGrant.objects.filter(pk=pk).update(until=max(allowed, last))


def _hold(by: User, now: datetime) -> Part:
    """Lock the tree and what ``by`` answers for until this is done, and return their part."""
    hold_the_tree()
    return hold_part_of(by, on=timezone.localdate(now))


def _fresh(organisation: Organisation) -> Organisation:
    return Organisation.objects.select_related("parent").get(pk=organisation.pk)


def _require(allowed: bool) -> None:
    if not allowed:
        raise NotYours


def _require_no_longer(
    part: Part, organisation: Organisation, target: Organisation, now: datetime
) -> None:
    """Refuse an L&D lead who would go on leading something by handing it to ``target``."""
    place, to, today = _fresh(organisation), _fresh(target), timezone.localdate(now)
    last, later = part.last_day(place, today), part.last_day(to, today)
    if last is not None and (later is None or later > last):
        raise LeadsLongerThere(place, to)


def _require_open(parent: Organisation | None) -> None:
    """Refuse to put something below what is closed, or below that."""
    closed = closed_in_lineage(_fresh(parent)).last() if parent is not None else None
    if closed is not None:
        raise IsClosed(closed.name)


def _called(organisation: Organisation) -> str:
    return f"{organisation.name} ({organisation.code})"
