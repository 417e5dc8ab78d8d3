"""All statements that are one person's, in parts that can each be handed over in one request.

A person's are those whose actor they are, under whatever name, voided ones too, and with each of
these the statement that voided it: without it one could not tell. A part is bounded in number and
bytes, so what a request costs does not grow with what somebody did.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from learning.xapi.naming import iri_digest
from learning.xapi.verbs import VOIDED

from .asked import Place
from .models import LinkKind, TermKind
from .sql import array, run, stream

MOST_STATEMENTS: Final = 10_000
MOST_BYTES: Final = 20 * 1024 * 1024
BEGINNING: Final = Place(datetime(1, 1, 1, tzinfo=UTC), 0)


@dataclass(frozen=True, slots=True)
class Part:
    """Some of a person's statements, oldest first: those after the place ``after``.

    ``seqs`` are the numbers of those that are the person's own; ``next`` is where the next part
    begins, None at the end.
    """

    after: Place
    seqs: list[int]
    next: Place | None


# As many as a part holds, and one more that tells whether it is the last; each name that the
# person has is walked along its own links. How long a text is, is known without reading it.
_PART = """
SELECT f.seq, f.stored,
       sum(octet_length(s.raw)) OVER (ORDER BY f.stored, f.seq ROWS UNBOUNDED PRECEDING)
  FROM (SELECT w.seq, w.stored
          FROM lrs_actor p
         CROSS JOIN LATERAL (
               SELECT l.statement_id AS seq, l.stored
                 FROM lrs_statementlink l JOIN lrs_statement o ON o.seq = l.statement_id
                WHERE l.kind = {kind} AND l.target = p.id AND o.actor_id = p.id
                  AND (l.stored, l.statement_id) > (%(stored)b::timestamptz, %(seq)b::bigint)
                ORDER BY l.stored, l.statement_id LIMIT %(at_most)b::bigint) AS w
         WHERE p.id = %(own)b::bigint OR p.same_as_id = %(own)b::bigint
         ORDER BY w.stored, w.seq LIMIT %(at_most)b::bigint) AS f
  JOIN lrs_statement s ON s.seq = f.seq
 ORDER BY f.stored, f.seq
"""
# Only the first of several statements that void the same.
_TEXTS = """
SELECT s.raw FROM lrs_statement s
 WHERE s.seq = ANY(%(seqs)t::bigint[])
    OR s.seq IN (
       SELECT DISTINCT ON (v.refers_to) v.seq
         FROM lrs_statement own JOIN lrs_statement v ON v.refers_to = own.id
        WHERE own.seq = ANY(%(seqs)t::bigint[]) AND own.voided
          AND v.verb_id = %(voided)b::bigint
        ORDER BY v.refers_to, v.seq)
 ORDER BY s.stored, s.seq
"""


def part_of(own: int, *, after: Place = BEGINNING) -> Part:
    """Return the next statements of the person whose own actor is ``own``; one query."""
    rows = run(
        _PART.format(kind=LinkKind.AGENT.value),
        {
            "own": own,
            "stored": after.stored,
            "seq": after.seq,
            "at_most": MOST_STATEMENTS + 1,
        },
    )
    # A statement that is longer than a part is a part of its own.
    here = [
        (seq, stored)
        for number, (seq, stored, so_far) in enumerate(rows[:MOST_STATEMENTS])
        if so_far <= MOST_BYTES or number == 0
    ]
    more = len(here) < len(rows)
    end = Place(here[-1][1], here[-1][0]) if here and more else None
    return Part(after, [seq for seq, _stored in here], end)


def texts_of(part: Part) -> Iterator[str]:
    """Yield the statements of a part exactly as they are stored, one at a time, oldest first.

    Ask nothing else of the database before the last.
    """
    voided = run(
        "SELECT id FROM lrs_term WHERE kind = %(kind)b::smallint AND digest = %(digest)b::uuid",
        {"kind": TermKind.VERB.value, "digest": iri_digest(VOIDED.iri)},
    )
    parameters: dict[str, Any] = {
        "seqs": array(part.seqs),
        "voided": voided[0][0] if voided else 0,
    }
    for (raw,) in stream(_TEXTS, parameters):
        yield raw
