"""Rebuilding of records from the store."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import Q

from learning.lrs.batches import Replayed

from .merge import EARLIEST, Answer, Facts
from .models import Record
from .projection import Key, facts_in_store, facts_of_pairs, write_facts


def rebuild_activities(pairs: Collection[tuple[int, int]]) -> None:
    """Replay the store into the records of these pairs of person and activity, and no others.

    The people must be locked already, as they are while a statement is stored.
    """
    wrong = Q()
    for person, activity in sorted(pairs):
        wrong |= Q(actor_id=person, activity_id=activity)
    Record.objects.filter(wrong).delete()
    write_facts(facts_of_pairs(pairs))


def rebuild_people(people: Collection[int], *, check: bool) -> Replayed:
    """Replay the store into all records of these people, who must be locked already."""
    said = facts_in_store(people)
    kept = {_key(record): _facts(record) for record in Record.objects.filter(actor__in=people)}
    wrong = [key for key in kept.keys() | said.keys() if kept.get(key) != said.get(key)]
    if wrong and not check:
        Record.objects.filter(actor__in=people).delete()
        write_facts(said)
    return Replayed(
        rows=len(said),
        differences=[
            f"actor {key[0]}, activity {key[1]}, registration {key[2]}: "
            f"the record has {kept.get(key)}, the store says {said.get(key)}"
            for key in wrong
        ],
    )


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
