"""Writing facts into records, and reading them out of statements again."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from operator import attrgetter
from typing import Any
from uuid import UUID

from learning.lrs.batches import StoredStatement
from learning.lrs.loading import load
from learning.lrs.sql import array, moments, run
from learning.xapi import parts

from .merge import EARLIEST, Facts, facts_in, join

# The person's own actor, the activity and the registration that a record is about.
Key = tuple[int, int, UUID | None]

ANSWER = ("answered_at", "answer_id", "answer", "answer_success")
_LATER = (
    "(EXCLUDED.answered_at, EXCLUDED.answer_id) > (record.answered_at, record.answer_id)"
    " OR record.answered_at IS NULL AND EXCLUDED.answered_at IS NOT NULL"
)
# In SQL what ``merge.join`` is in Python, because reading each record first would cost every
# statement a query more; a test holds the two against each other.
_JOIN = {
    "first_at": "LEAST(record.first_at, EXCLUDED.first_at)",
    "latest_at": "GREATEST(record.latest_at, EXCLUDED.latest_at)",
    "best_score": "GREATEST(record.best_score, EXCLUDED.best_score)",
    **{name: f"LEAST(record.{name}, EXCLUDED.{name})" for name in EARLIEST},
    **{name: f"CASE WHEN {_LATER} THEN EXCLUDED.{name} ELSE record.{name} END" for name in ANSWER},
}
_TYPES = {
    "actor_id": "bigint",
    "activity_id": "bigint",
    "registration": "uuid",
    "best_score": "numeric",
    "answer_id": "uuid",
    "answer": "text",
    "answer_success": "boolean",
}
# In the order of _JOIN.
_OF_FACTS = attrgetter("first_at", "latest_at", "best_score", *EARLIEST)
_OF_ANSWER = attrgetter(*ANSWER)
_NO_ANSWER = (None,) * len(ANSWER)
# What a person wrote is the only value that needs quoting.
_QUOTED = "answer"
_COLUMNS = ("actor_id", "activity_id", "registration", *_JOIN)


def _parameter(column: str) -> str:
    format = "b" if column == _QUOTED else "t"
    return f"%({column}){format}::{_TYPES.get(column, 'timestamptz')}[]"


_UPSERT = f"""
INSERT INTO records_record AS record ({", ".join(_COLUMNS)})
SELECT * FROM unnest({", ".join(map(_parameter, _COLUMNS))})
    ON CONFLICT (actor_id, activity_id, registration)
    DO UPDATE SET {", ".join(f"{name} = {value}" for name, value in _JOIN.items())}
"""
_OF_PAIRS = """
NOT s.voided AND s.vouched
AND (s.actor_id, s.activity_id) IN (
    SELECT a.id, pair.activity
      FROM unnest(%(people)t::bigint[], %(activities)t::bigint[]) AS pair(person, activity)
      JOIN lrs_actor a ON a.id = pair.person AND a.same_as_id IS NULL OR a.same_as_id = pair.person)
"""
_OF_PEOPLE = """
NOT s.voided AND s.vouched AND s.activity_id IS NOT NULL
AND s.actor_id IN (SELECT id FROM lrs_actor
                    WHERE id = ANY(%(people)b::bigint[]) AND same_as_id IS NULL
                       OR same_as_id = ANY(%(people)b::bigint[]))
"""


def facts_of(statements: Iterable[StoredStatement]) -> dict[Key, Facts]:
    """Return the facts in ``statements``, joined by person, activity and registration.

    Only those count whose authority may vouch for the activity.
    """
    said: dict[Key, Facts] = {}
    for statement in statements:
        if not statement.vouched or statement.activity_id is None:
            continue
        facts = facts_in(
            id=statement.id,
            verb=statement.verb,
            timestamp=statement.timestamp,
            result=parts.result_of(statement.data),
        )
        if facts is None:
            continue
        key = (statement.actor_id, statement.activity_id, statement.registration)
        before = said.get(key)
        said[key] = facts if before is None else join(before, facts)
    return said


def write_facts(said: Mapping[Key, Facts]) -> None:
    """Join facts into the records; one query, whatever their number."""
    if not said:
        return
    # Two registrations of one person need no order: anyone who writes them has locked the person.
    rows = sorted(said.items(), key=_person_and_activity)
    people, activities, registrations = zip(*[key for key, _facts in rows], strict=True)
    columns = zip(*[_values(facts) for _key, facts in rows], strict=True)
    parameters: dict[str, Any] = {
        "actor_id": array(people),
        "activity_id": array(activities),
        "registration": array(registrations),
    }
    for name, values in zip(_JOIN, columns, strict=True):
        if name == _QUOTED:
            parameters[name] = list(values)
        else:
            parameters[name] = array(values) if name in _TYPES else moments(values)
    run(_UPSERT, parameters)


def _values(facts: Facts) -> tuple[Any, ...]:
    """Return the values of the facts, in the order of ``_JOIN``."""
    answer = facts.latest_answer
    return (*_OF_FACTS(facts), *(_OF_ANSWER(answer) if answer else _NO_ANSWER))


def _person_and_activity(row: tuple[Key, Facts]) -> tuple[int, int]:
    return row[0][:2]


def facts_in_store(people: Collection[int]) -> dict[Key, Facts]:
    """Return the facts in the whole store about these people, by their own actors' numbers."""
    return facts_of(load(_OF_PEOPLE, {"people": list(people)}))


def facts_of_pairs(pairs: Collection[tuple[int, int]]) -> dict[Key, Facts]:
    """Return the facts in the store about these pairs of person and activity, reading no others."""
    people, activities = zip(*pairs, strict=True)
    return facts_of(load(_OF_PAIRS, {"people": array(people), "activities": array(activities)}))
