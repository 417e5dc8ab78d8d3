"""Facts that statements tell of one person and one activity, and how two such sets join.

Joining is commutative, associative and idempotent, so it does not matter in which order
statements come, nor whether one is heard twice (tests/records/test_merge.py proves it). Pure.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

from learning.xapi import parts, verbs

T = TypeVar("T", datetime, Decimal)

# The moment each verb sets. A score may come with any of these that judge.
MOMENTS: Mapping[str, str] = {
    verbs.REGISTERED.iri: "registered_at",
    verbs.INITIALIZED.iri: "initialized_at",
    verbs.ANSWERED.iri: "answered_at",
    verbs.COMPLETED.iri: "completed_at",
    verbs.PASSED.iri: "passed_at",
    verbs.FAILED.iri: "failed_at",
}
SCORED = frozenset({verbs.COMPLETED.iri, verbs.PASSED.iri, verbs.FAILED.iri})
SCORE_STEP = Decimal("0.00001")


class Answer(NamedTuple):
    """One answer; the later one stands, and of two at one moment that of the larger id."""

    answered_at: datetime
    answer_id: UUID
    answer: str | None
    answer_success: bool | None


class Facts(NamedTuple):
    """The facts known: the earliest moment of each kind, the best score, the latest answer."""

    first_at: datetime
    latest_at: datetime
    registered_at: datetime | None = None
    initialized_at: datetime | None = None
    completed_at: datetime | None = None
    passed_at: datetime | None = None
    failed_at: datetime | None = None
    best_score: Decimal | None = None
    latest_answer: Answer | None = None


def facts_in(
    *, id: UUID, verb: str, timestamp: datetime, result: Mapping[str, Any] | None
) -> Facts | None:
    """Return the facts that one statement tells of its person and activity; None without any."""
    moment = MOMENTS.get(verb)
    if moment is None:
        return None
    said = {"result": result}
    if verb == verbs.ANSWERED.iri:
        answer = Answer(timestamp, id, parts.response_of(said), parts.success_of(said))
        return Facts(timestamp, timestamp, latest_answer=answer)
    scaled = parts.scaled_score(said) if verb in SCORED else None
    # By way of a float, as the statement is read again later: both must round alike.
    score = None if scaled is None else Decimal(repr(scaled)).quantize(SCORE_STEP)
    moments: dict[str, Any] = {moment: timestamp}
    return Facts(timestamp, timestamp, best_score=score, **moments)


def join(one: Facts, other: Facts) -> Facts:
    """Return the facts of both together."""
    return Facts(
        first_at=min(one.first_at, other.first_at),
        latest_at=max(one.latest_at, other.latest_at),
        best_score=_greatest(one.best_score, other.best_score),
        latest_answer=_later(one.latest_answer, other.latest_answer),
        **{name: _least(getattr(one, name), getattr(other, name)) for name in EARLIEST},
    )


EARLIEST = tuple(
    name
    for name in Facts._fields
    if name not in ("first_at", "latest_at", "best_score", "latest_answer")
)


def _least(one: T | None, other: T | None) -> T | None:
    if one is None or other is None:
        return other if one is None else one
    return min(one, other)


def _greatest(one: T | None, other: T | None) -> T | None:
    if one is None or other is None:
        return other if one is None else one
    return max(one, other)


def _later(one: Answer | None, other: Answer | None) -> Answer | None:
    if one is None or other is None:
        return other if one is None else one
    # Nobody else can give an answer with this moment and id, so the rest is equal then.
    return max(one, other, key=lambda answer: (answer.answered_at, answer.answer_id))
