"""How long PostgreSQL takes to find statements: every filter of the API, and their pairs.

Run ``python -m benchmarks``, or ``python -m benchmarks.bench_queries`` with the settings of a
database that may be written to. Statements are stored as they would be, through store(), until
there are ``--stored``; each query is then asked of fifteen of them, and its time is what EXPLAIN
ANALYZE gives as execution. The budget is a median of 3 ms at 100,000.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import combinations
from typing import Any

import django

from benchmarks import bench_store

AT_ONCE = 500
ASKED = 15
PAGE = 100


def main() -> None:
    """Store what is missing, and print the median of each filter and each pair."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stored", type=int, default=100_000)
    options, _others = parser.parse_known_args()
    django.setup()
    total = fill(options.stored)
    bench_store.vacuum()
    asked = some_of_them()
    print(f"{total:,} stored, pages of {PAGE}, load {bench_store.load()}")
    for name, filters in searches().items():
        times = [execution(filters, one) for one in asked]
        print(f"{name:32} median {statistics.median(times):6.2f} ms, most {max(times):6.2f} ms")


def searches() -> dict[str, dict[str, Callable[[Any], dict[str, Any]]]]:
    """Return every filter and every pair of filters that can stand together, by name."""
    single = {name: {name: ask} for name, ask in FILTERS.items()}
    pairs = {
        f"{one} + {other}": {one: FILTERS[one], other: FILTERS[other]}
        for one, other in combinations(FILTERS, 2)
        if not {one, other} <= {"agent", "related agent"}
        and not {one, other} <= {"activity", "related activity"}
    }
    return {**single, **pairs}


FILTERS: dict[str, Callable[[Any], dict[str, Any]]] = {
    "agent": lambda one: {"agent": one["person"]},
    "verb": lambda one: {"verb": one["verb"]["id"]},
    "activity": lambda one: {"activity": one["object"]["id"]},
    "registration": lambda one: {"registration": uuid.UUID(one["context"]["registration"])},
    "since": lambda one: {"since": one["stored"]},
    "related agent": lambda one: {"agent": one["authority"], "related_agents": True},
    "related activity": lambda one: {
        "activity": one["context"]["contextActivities"]["parent"][0]["id"],
        "related_activities": True,
    },
}


def fill(wanted: int) -> int:
    """Store statements about 300 lessons, of 50 a person, until there are ``wanted``."""
    from learning.lrs.credentials import create_credential
    from learning.lrs.models import Scope, Statement
    from learning.lrs.sources import source_of
    from learning.lrs.store import store
    from learning.xapi.validation import Version

    new = create_credential(
        name=f"bench {uuid.uuid4()}", scopes=[Scope.ALL], activities=bench_store.HOME
    )
    source = source_of(new.credential, Version.V1_0)
    there = Statement.objects.count()
    began = datetime.now(UTC) - timedelta(days=90)
    chance = random.Random(there)
    people = max(2000, wanted // 50)
    while there < wanted:
        batch = [
            bench_store.statement(chance.randrange(10**6), people=people, lessons=300)
            for _each in range(AT_ONCE)
        ]
        there += AT_ONCE
        store(batch, now=began + timedelta(seconds=there * 20), source=source)
    return there


def some_of_them() -> list[dict[str, Any]]:
    """Return statements picked at random, with what the filters need ready to be asked."""
    from learning.lrs.models import Statement
    from learning.xapi.naming import identifier_of

    found = []
    of_ours = Statement.objects.filter(raw__contains=bench_store.HOME)
    for row in of_ours.order_by("?")[:ASKED]:
        said = json.loads(row.raw)
        person, authority = identifier_of(said["actor"]), identifier_of(said["authority"])
        found.append({**said, "person": person, "authority": authority, "stored": row.stored})
    return found


def execution(filters: dict[str, Callable[[Any], dict[str, Any]]], one: dict[str, Any]) -> float:
    """Return how many milliseconds PostgreSQL executes a query with these filters."""
    from learning.lrs import query, sql

    asked: dict[str, Any] = {}
    for ask in filters.values():
        asked |= ask(one)
    wanted = query.Query(limit=PAGE, **asked)
    conditions = query._conditions(wanted)
    assert conditions is not None, asked
    query.find(wanted)
    select = query.selection(wanted)
    asked_for = [select] if select else []
    if len(conditions) > 1:
        asked_for.append(query.measuring(wanted, conditions))
    took = 0.0
    for text, parameters in asked_for:
        [[said]] = sql.run(f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {text}", parameters)
        plan = json.loads(said) if isinstance(said, str | bytes) else said
        took += plan[0]["Execution Time"]
    return took


if __name__ == "__main__":
    main()
