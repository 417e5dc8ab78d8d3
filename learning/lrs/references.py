"""Statements about statements: they are found by what the other one names, too.

Source: xAPI 1.0.3, Communication 2.1.3, Filter Conditions for StatementRefs; recursive. A statement
takes the links of the one that it refers to, which has taken those of the one before, so no chain
is ever walked: what is done for a statement follows from how many links it may have, which is
bounded (docs/adr/0008).
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from django.conf import settings

from learning.xapi import verbs

from .links import NARROW, Link, joined
from .preparation import Prepared
from .refusals import RefersToTooMuch, TooManyLinks
from .sql import array, run

# So many statements take links in one query; each looks whether it has what the other has.
REFERRERS_AT_ONCE: Final = 50
# So many within the request that stores what they refer to; the rest is the sweep's.
REFERRERS_IN_A_REQUEST: Final = 20

_RELATED: Final = ", ".join(str(int(kind)) for kind in NARROW)
_OF_TARGETS: Final = f"""
SELECT s.id, l.kind, l.target
  FROM lrs_statement s
 CROSS JOIN LATERAL (
       SELECT kind, target FROM lrs_statementlink WHERE statement_id = s.seq
        ORDER BY kind IN ({_RELATED}), kind, target LIMIT %(most)b::bigint) AS l
 WHERE s.id = ANY(%(ids)t::uuid[])
 LIMIT %(in_all)b::bigint
"""
# Which statements take from the one that they refer to, and how many links each has.
_THESE: Final = "r.seq = ANY(%(seqs)t::bigint[])"
_ALL_OF_ONE: Final = "t.seq = %(seq)b::bigint AND r.seq > %(after)b::bigint"
_TAKE: Final = """
WITH taking AS MATERIALIZED (
    SELECT r.seq, r.id, r.stored, t.seq AS target,
           (SELECT count(*) FROM lrs_statementlink h WHERE h.statement_id = r.seq) AS has
      FROM lrs_statement t JOIN lrs_statement r ON r.refers_to = t.id
     WHERE {which} AND r.seq <> t.seq
     ORDER BY r.seq LIMIT %(at_once)b::bigint
), missing AS (
    SELECT r.seq, r.stored, g.kind, g.target,
           r.has + row_number() OVER (
               PARTITION BY r.seq ORDER BY g.kind IN ({related}), g.kind, g.target) AS place
      FROM taking r
     CROSS JOIN LATERAL (
           SELECT kind, target FROM lrs_statementlink WHERE statement_id = r.target
            ORDER BY kind IN ({related}), kind, target LIMIT %(most)b::bigint) AS g
     WHERE r.has < %(most)b::bigint
       AND NOT EXISTS (
           SELECT FROM lrs_statementlink h
            WHERE h.target = g.target AND h.stored = r.stored AND h.statement_id = r.seq
              AND h.kind IN (g.kind, CASE WHEN g.kind IN ({related}) THEN g.kind - 1 END))
), added AS (
    INSERT INTO lrs_statementlink (kind, target, stored, statement_id)
    SELECT kind, target, stored, seq FROM missing WHERE place <= %(most)b::bigint
     ORDER BY seq, kind, target
    ON CONFLICT DO NOTHING
    RETURNING statement_id
), gained AS (
    SELECT DISTINCT statement_id FROM added
)
SELECT r.seq, r.seq IN (SELECT statement_id FROM gained)
              AND EXISTS (SELECT FROM lrs_statement d WHERE d.refers_to = r.id)
  FROM taking r ORDER BY r.seq
"""
_OF_THESE: Final = _TAKE.format(which=_THESE, related=_RELATED)
_FROM_ONE: Final = _TAKE.format(which=_ALL_OF_ONE, related=_RELATED)
# What is due already goes on where it is least far.
_NOTE: Final = """
INSERT INTO lrs_linksdue AS due (statement_id, after, due_at)
SELECT d.seq, d.after, %(due_at)b::timestamptz
  FROM unnest(%(seqs)t::bigint[], %(afters)t::bigint[]) AS d(seq, after)
 ORDER BY d.seq
ON CONFLICT (statement_id) DO UPDATE SET after = LEAST(due.after, EXCLUDED.after)
"""


def links_with_references(
    rows: Sequence[Prepared], own: Sequence[set[Link]], *, bounded: bool
) -> list[set[Link]]:
    """Return the links of each statement: its own, and those of what it refers to.

    Statements that are not there yet count for nothing until they come (``give_links``). One query,
    and none where nothing refers. ``bounded`` refuses what asks for more than the settings allow
    (RefersToTooMuch for one, TooManyLinks for all); else, and for voiding, which everybody must be
    able to do, as much is taken as there is room for.
    """
    most, in_all = settings.LRS_MAX_LINKS_BY_REFERENCE, settings.LRS_MAX_LINKS_PER_REQUEST
    here = {row.id: place for place, row in enumerate(rows)}
    refers = [row.named.refers_to for row in rows]
    if not any(refers):
        return list(own)
    outside = {target for target in refers if target is not None and target not in here}
    stored = _links_of(outside, most=most + 1, in_all=in_all + 1 if bounded else None)
    found: list[set[Link] | None] = [None] * len(rows)
    total = 0
    for start in range(len(rows)):
        path = _path(start, refers, here, found)
        end = refers[path[-1]] if path else None
        taken: Iterable[Link] = ()
        if end in here:
            last = found[here[end]]
            # Those that refer to each other in a ring take from all of it.
            ring = path[path.index(here[end]) :] if last is None else ()
            taken = set().union(*[own[place] for place in ring]) if last is None else last
        elif end is not None:
            taken = stored.get(end, ())
        for place in reversed(path):
            links, fit = joined(own[place], taken, most=most)
            if not fit and bounded and rows[place].named.verb != verbs.VOIDED.iri:
                raise RefersToTooMuch(rows[place].id, most)
            total += len(links)
            if bounded and total > in_all:
                raise TooManyLinks(in_all)
            found[place] = taken = links
    return [links if links is not None else set() for links in found]


def _path(
    start: int,
    refers: Sequence[UUID | None],
    here: Mapping[UUID, int],
    found: Sequence[set[Link] | None],
) -> list[int]:
    """Return the rows from ``start`` on, each referring to the next, that are not done yet."""
    path: dict[int, None] = {}
    place: int | None = start
    while place is not None and found[place] is None and place not in path:
        path[place] = None
        target = refers[place]
        place = here.get(target) if target is not None else None
    return list(path)


def _links_of(ids: Iterable[UUID], *, most: int, in_all: int | None) -> Mapping[UUID, set[Link]]:
    """Return the first ``most`` links of each stored statement; TooManyLinks beyond ``in_all``."""
    wanted = set(ids)
    found: dict[UUID, set[Link]] = defaultdict(set)
    if wanted:
        rows = run(_OF_TARGETS, {"ids": array(wanted), "most": most, "in_all": in_all})
        if in_all is not None and len(rows) >= in_all:
            raise TooManyLinks(in_all - 1)
        for id, kind, target in rows:
            found[id].add((kind, target))
    return found


def take_links(seqs: Sequence[int]) -> list[int]:
    """Give the statements ``seqs`` the links of those they refer to.

    Returns those that gained some and are referred to themselves, for ``give_links``.
    """
    gained: list[int] = []
    for begin in range(0, len(seqs), REFERRERS_AT_ONCE):
        some = seqs[begin : begin + REFERRERS_AT_ONCE]
        rows = run(
            _OF_THESE,
            {
                "seqs": array(some),
                "most": settings.LRS_MAX_LINKS_BY_REFERENCE,
                "at_once": REFERRERS_AT_ONCE,
            },
        )
        gained += [seq for seq, has_more in rows if has_more]
    return gained


def give_links(starts: Iterable[tuple[int, int]], *, at_most: int, now: datetime) -> None:
    """Give the links of statements to those that refer to them, and so on.

    ``starts`` are the statements' numbers, and after which of those that refer to them to begin;
    when ``at_most`` of those have been looked at, the rest is noted for the sweep.
    """
    waiting = deque(starts)
    while waiting and at_most > 0:
        seq, after = waiting.popleft()
        at_once = min(at_most, REFERRERS_AT_ONCE)
        rows = run(
            _FROM_ONE,
            {
                "seq": seq,
                "after": after,
                "most": settings.LRS_MAX_LINKS_BY_REFERENCE,
                "at_once": at_once,
            },
        )
        at_most -= max(1, len(rows))
        if len(rows) == at_once:
            waiting.append((seq, rows[-1][0]))
        waiting.extend((referrer, 0) for referrer, has_more in rows if has_more)
    if waiting:
        least: dict[int, int] = {}
        for seq, after in waiting:
            least[seq] = min(after, least.get(seq, after))
        run(
            _NOTE,
            {"seqs": array(least), "afters": array(least.values()), "due_at": now},
        )
