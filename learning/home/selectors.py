"""Statements that somebody may see of others: found, opened, handed over."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from learning.home.withheld import ACHIEVED, shown
from learning.lrs.asked import Place
from learning.lrs.browsing import (
    Filters,
    Glimpse,
    Statement,
    glimpse,
    place_of,
    read,
    read_one,
    sources,
)
from learning.people.models import User
from learning.people.visibility import (
    Kind,
    may_see,
    people_visible_to,
)
from learning.xapi import parts
from learning.xapi.naming import Identifier
from learning.xapi.presentation import as_text

PER_PAGE = 50
# Up to so many people, their own statements are walked; of more, everybody's.
FEW = 100
FIRST_STEP, LONGEST_STEP = 200, 5_000
# So many statements are walked past for one page, before the reader is asked to go on.
PER_LOOK = 10_000


class StatementNotFound(LookupError):
    """Raised for a statement that does not exist, or that the viewer may not see."""


@dataclass(frozen=True)
class Line:
    """One statement as it is shown to the viewer.

    ``source`` is the name of the system that states it, "" for this service, and ``vouched`` tells
    whether it may; ``whole`` that nothing is withheld.
    """

    id: UUID
    when: datetime
    person: str
    verb: str
    verb_words: Mapping[str, str]
    thing: Mapping[str, str]
    thing_id: str
    registration: str
    source: str
    vouched: bool
    voided: bool
    whole: bool
    data: Mapping[str, Any]

    @property
    def pretty(self) -> str:
        """The statement as indented JSON; "" where it is too long to be read on a page."""
        return as_text(self.data, most=settings.LRS_MAX_SHOWN_BYTES)


@dataclass(frozen=True)
class Page:
    """Statements, newest first; ``next`` is where to go on, "" at the end.

    ``tired`` tells that much was walked past and there may be more further back.
    """

    lines: Sequence[Line]
    next: str
    tired: bool


def person_seen(viewer: User, email: str, *, on: date) -> User | None:
    """Return the person with this address, if the viewer may see their statements."""
    seen = people_visible_to(viewer, Kind.STATED_ACHIEVEMENT, on)
    return seen.filter(email__iexact=email, actor__isnull=False).first()


def statements_seen(viewer: User, filters: Filters, *, after: str, on: date) -> Page:
    """Return one page of the statements that fit and that the viewer may see.

    A later page costs what the first does: each walks past ``PER_LOOK`` statements at most.
    """
    found: list[_Seen] = []
    place = _place(after)
    walked = 0
    narrowed = _narrow(viewer, filters, on)
    step = FIRST_STEP
    while len(found) <= PER_PAGE and walked < PER_LOOK:
        some = glimpse(narrowed, after=place, at_most=step)
        found += _seen(viewer, some.found, on)
        place = some.next
        if place is None:
            break
        walked += step
        step = min(step * 5, LONGEST_STEP, max(PER_LOOK - walked, 1))
    here = found[:PER_PAGE]
    more = len(found) > PER_PAGE
    lines = list(_lines(here, longest=settings.LRS_MAX_SHOWN_BYTES))
    if more:
        return Page(lines, next=str(here[-1].glimpse.seq), tired=False)
    return Page(lines, next=str(place.seq) if place else "", tired=place is not None)


def every_statement_seen(viewer: User, filters: Filters, *, on: date) -> Iterator[Line]:
    """Yield every statement that fits and that the viewer may see, newest first.

    Read in steps, so memory stays the same however many there are.
    """
    place: Place | None = None
    narrowed = _narrow(viewer, filters, on)
    while True:
        some = glimpse(narrowed, after=place, at_most=LONGEST_STEP)
        found = _seen(viewer, some.found, on)
        for start in range(0, len(found), FIRST_STEP):
            yield from _lines(found[start : start + FIRST_STEP])
        place = some.next
        if place is None:
            return


def statement_seen(viewer: User, id: UUID, *, on: date) -> Line:
    """Return one statement; StatementNotFound where the viewer may not see that there is one."""
    statement = read_one(id)
    subject = statement and User.objects.filter(actor=statement.actor_id).first()
    if not statement or not subject or not may_see(viewer, subject, Kind.STATED_ACHIEVEMENT, on):
        raise StatementNotFound(id)
    whole = may_see(viewer, subject, Kind.STATEMENTS, on)
    if not whole and statement.verb not in ACHIEVED:
        raise StatementNotFound(id)
    return _line(statement, whole=whole, names=sources())


def _place(after: str) -> Place | None:
    """Return the place that a page's address names; the first where it names none."""
    if not (after.isascii() and after.isdigit() and len(after) < 19):
        return None
    return place_of(int(after))


def _narrow(viewer: User, filters: Filters, on: date) -> Filters:
    """Return the filters, with the people the viewer sees where these are few."""
    if filters.people is not None:
        return filters
    seen = people_visible_to(viewer, Kind.STATED_ACHIEVEMENT, on).filter(actor__isnull=False)
    few = list(seen.values_list("actor_id", flat=True)[: FEW + 1])
    return filters if len(few) > FEW else replace(filters, people=few)


@dataclass(frozen=True, slots=True)
class _Seen:
    glimpse: Glimpse
    whole: bool


def _seen(viewer: User, found: Sequence[Glimpse], on: date) -> list[_Seen]:
    """Return those of the statements that the viewer may see, and which of them whole."""
    actors = {each.actor_id for each in found}
    whole = _actors_seen(viewer, Kind.STATEMENTS, actors, on)
    in_part = _actors_seen(viewer, Kind.STATED_ACHIEVEMENT, actors, on)
    return [
        _Seen(each, each.actor_id in whole)
        for each in found
        if each.actor_id in whole or (each.actor_id in in_part and each.verb in ACHIEVED)
    ]


def _actors_seen(viewer: User, kind: Kind, actors: Collection[int], on: date) -> set[int]:
    seen = people_visible_to(viewer, kind, on).filter(actor__in=actors)
    return set(seen.values_list("actor_id", flat=True)) if actors else set()


def _lines(found: Sequence[_Seen], *, longest: int | None = None) -> Iterator[Line]:
    """Yield statements as lines, one text at a time; what is longer than ``longest`` without."""
    if not found:
        return
    whole = {each.glimpse.seq: each.whole for each in found}
    names = sources()
    for statement in read(whole, longest=longest):
        yield _line(statement, whole=whole[statement.seq], names=names)


def _line(statement: Statement, *, whole: bool, names: Mapping[Identifier, str]) -> Line:
    said = statement.data
    data = said
    if not whole and said:
        data = shown(
            said,
            person=statement.person.as_json(),
            timestamp=timezone.localtime(statement.timestamp),
            stored=timezone.localtime(statement.stored),
        )
    authority = statement.authority
    return Line(
        id=statement.id,
        when=statement.timestamp,
        person=statement.person.name,
        verb=statement.verb,
        verb_words=parts.verb_words(data),
        thing=parts.object_words(data),
        thing_id=parts.object_id(data) or statement.activity,
        registration=str(parts.registration_of(data) or ""),
        source=names.get(authority, authority.name),
        vouched=statement.vouched,
        voided=statement.voided,
        whole=whole,
        data=data,
    )
