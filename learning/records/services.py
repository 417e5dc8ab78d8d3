"""Build records anew from the store."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Q

from learning.lrs.actors import lock_actors
from learning.lrs.models import Actor

from .merge import EARLIEST, Answer, Facts
from .models import Record
from .projection import Key, facts_in_store, write_facts

PEOPLE_AT_ONCE = 200


@dataclass(slots=True)
class Rebuilt:
    """What a rebuild went through, and which records were not what the store says."""

    people: int = 0
    records: int = 0
    differences: list[str] = field(default_factory=list)


def rebuild(*, actors: Collection[int] | None = None, check: bool = False) -> Rebuilt:
    """Replay the store into the records of these people, or of everybody.

    ``actors`` are numbers of actors: own ones, and aliases whose link has changed. With ``check``
    nothing is written and the differences are only told. Each group of people is locked while
    it is read, so a rebuild beside running writers is sound.
    """
    done = Rebuilt()
    for people in _groups(actors):
        with transaction.atomic():
            lock_actors((), people)
            _rebuild_people(people, done, check=check)
    return done


def rebuild_activities(pairs: Collection[tuple[int, int]]) -> None:
    """Replay the store into the records of these pairs of person and activity, and no others.

    The people must be locked already, as they are while a statement is stored.
    """
    people = {person for person, _activity in pairs}
    activities = {activity for _person, activity in pairs}
    wrong = Q()
    for person, activity in sorted(pairs):
        wrong |= Q(actor_id=person, activity_id=activity)
    Record.objects.filter(wrong).delete()
    said = facts_in_store(people, activities)
    write_facts({key: facts for key, facts in said.items() if key[:2] in pairs})


def _groups(actors: Collection[int] | None) -> Iterator[list[int]]:
    if actors is not None:
        ordered = sorted(set(actors))
        for start in range(0, len(ordered), PEOPLE_AT_ONCE):
            yield ordered[start : start + PEOPLE_AT_ONCE]
        return
    last = 0
    while True:
        people = list(
            Actor.objects.filter(id__gt=last)
            .order_by("id")
            .values_list("id", flat=True)[:PEOPLE_AT_ONCE]
        )
        if not people:
            return
        yield people
        last = people[-1]


def _rebuild_people(people: list[int], done: Rebuilt, *, check: bool) -> None:
    said = facts_in_store(people)
    kept = {_key(record): _facts(record) for record in Record.objects.filter(actor__in=people)}
    done.people += len(people)
    done.records += len(said)
    wrong = [key for key in kept.keys() | said.keys() if kept.get(key) != said.get(key)]
    done.differences.extend(
        f"actor {key[0]}, activity {key[1]}, registration {key[2]}: "
        f"the record has {kept.get(key)}, the store says {said.get(key)}"
        for key in wrong
    )
    if wrong and not check:
        Record.objects.filter(actor__in=people).delete()
        write_facts(said)


def _key(record: Record) -> Key:
    return record.actor_id, record.activity_id, record.registration


def _facts(record: Record) -> Facts:
    answer = None
    if record.answered_at is not None and record.answer_id is not None:
        answer = Answer(record.answered_at, record.answer_id, record.answer, record.answer_success)
    moments: dict[str, Any] = {name: getattr(record, name) for name in EARLIEST}
    return Facts(
        first_at=record.first_at,
        latest_at=record.latest_at,
        best_score=record.best_score,
        latest_answer=answer,
        **moments,
    )
