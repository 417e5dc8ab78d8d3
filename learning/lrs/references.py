"""Statements about statements: they are found by what the other one names, too.

Source: xAPI 1.0.3, Communication 2.1.3, Filter Conditions for StatementRefs; recursive.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

import orjson

from learning.xapi.naming import identifier_of, names_in

from .links import Link, Names
from .preparation import Prepared
from .sql import run

_CHAIN = """
WITH RECURSIVE chain(start, id) AS (
    SELECT x, x FROM unnest(%(ids)b::uuid[]) AS x
    UNION
    SELECT chain.start, s.refers_to FROM chain JOIN lrs_statement s ON s.id = chain.id
     WHERE s.refers_to IS NOT NULL
)
SELECT chain.start, s.raw FROM chain JOIN lrs_statement s ON s.id = chain.id
"""
_REFERRERS = """
WITH RECURSIVE referrer(start, id) AS (
    SELECT x, x FROM unnest(%(ids)b::uuid[]) AS x
    UNION
    SELECT referrer.start, s.id FROM referrer JOIN lrs_statement s ON s.refers_to = referrer.id
)
SELECT referrer.start, s.seq, s.stored FROM referrer JOIN lrs_statement s ON s.id = referrer.id
 WHERE referrer.id <> referrer.start
"""
_ADD_LINKS = """
INSERT INTO lrs_statementlink (kind, target, stored, statement_id)
SELECT * FROM unnest(%(kinds)b::smallint[], %(targets)b::bigint[], %(stored)b::timestamptz[],
                     %(seqs)b::bigint[])
ON CONFLICT DO NOTHING
"""


def targets_of(rows: Sequence[Prepared]) -> dict[UUID, list[Names]]:
    """Return what the statements that ``rows`` refer to name, however far the references lead.

    Keyed by the id of the referring row; statements that are not there yet count for nothing
    until they come (``link_referrers``). One query, and none where nothing refers.
    """
    here = {row.id: row for row in rows}
    reached: dict[UUID, list[Names]] = defaultdict(list)
    outside: dict[UUID, UUID] = {}
    for row in rows:
        seen = {row.id}
        target = row.named.refers_to
        while target in here and target not in seen:
            seen.add(target)
            other = here[target]
            reached[row.id].append((other.named, identifier_of(other.data["authority"])))
            target = other.named.refers_to
        if target is not None and target not in seen:
            outside[row.id] = target
    if outside:
        found = names_along(outside.values())
        for id, target in outside.items():
            reached[id].extend(found[target])
    return reached


def names_along(ids: Iterable[UUID]) -> Mapping[UUID, list[Names]]:
    """Return what the stored statements ``ids`` name, and those that they refer to, and so on."""
    found: dict[UUID, list[Names]] = defaultdict(list)
    for start, raw in run(_CHAIN, {"ids": sorted(set(ids))}):
        data = orjson.loads(raw)
        found[start].append((names_in(data), identifier_of(data["authority"])))
    return found


def link_referrers(links: Mapping[UUID, Iterable[Link]]) -> None:
    """Give the links of statements that came late to those that had referred to them before."""
    rows = [
        (kind, target, stored, seq)
        for start, seq, stored in run(_REFERRERS, {"ids": sorted(links)})
        for kind, target in links[start]
    ]
    if rows:
        kinds, targets, stored_at, seqs = (list(column) for column in zip(*rows, strict=True))
        run(
            _ADD_LINKS,
            {"kinds": kinds, "targets": targets, "stored": stored_at, "seqs": seqs},
        )
