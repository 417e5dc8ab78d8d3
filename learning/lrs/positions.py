"""The order that readers follow: given to batches after they have committed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db import transaction

from .batches import StoredStatement
from .loading import load
from .sql import run

# So many statements get their positions in one transaction, or one batch if it is larger: each may
# have a hundred links to take and one statement to void.
STATEMENTS_AT_ONCE: Final = 1_000
# Any number will do, as long as nothing else takes the same advisory lock.
_ADVISORY_LOCK: Final = 0x0A5516E0

_ASSIGN = """
WITH seen AS (
    SELECT id, cardinality(seqs) AS statements FROM lrs_arrival WHERE position IS NULL
     ORDER BY id LIMIT %(at_once)b::bigint
), due AS (
    SELECT id, place FROM (
        SELECT id, row_number() OVER (ORDER BY id) AS place,
               sum(statements) OVER (ORDER BY id) AS so_far FROM seen) AS counted
     WHERE place = 1 OR so_far <= %(at_once)b::bigint
)
UPDATE lrs_arrival a
   SET position = (SELECT COALESCE(max(position), 0) FROM lrs_arrival) + due.place
  FROM due WHERE a.id = due.id
RETURNING a.seqs
"""
_FOLLOW = """
SELECT position, seqs FROM lrs_arrival WHERE position > %(after)b::bigint
 ORDER BY position LIMIT %(at_most)b::bigint
"""


@dataclass(frozen=True, slots=True)
class Followed:
    """Statements that arrived after a position, and the position to go on from."""

    statements: Sequence[StoredStatement]
    position: int


def assign() -> list[int]:
    """Give the next positions to batches that have committed; return their statements' numbers.

    No more than ``STATEMENTS_AT_ONCE`` of them, whatever is due, or one batch.

    One caller at a time, others return at once with nothing. What this sees is committed, and
    what it does not see yet gets a later position, so no reader can have passed it.
    """
    with transaction.atomic():
        [(ours,)] = run(
            "SELECT pg_try_advisory_xact_lock(%(lock)b::bigint)", {"lock": _ADVISORY_LOCK}
        )
        if not ours:
            return []
        return [seq for (seqs,) in run(_ASSIGN, {"at_once": STATEMENTS_AT_ONCE}) for seq in seqs]


def follow(*, after: int = 0, at_most: int = 100) -> Followed:
    """Return what arrived after the position ``after``: whole batches, ``at_most`` of them.

    Voided statements are among it, for to a follower their voiding is news of its own. Start
    with 0, and go on with the position returned.
    """
    rows = run(_FOLLOW, {"after": after, "at_most": at_most})
    seqs = [seq for _position, batch in rows for seq in batch]
    if not seqs:
        return Followed((), rows[-1][0] if rows else after)
    found = {each.seq: each for each in load("s.seq = ANY(%(seqs)b::bigint[])", {"seqs": seqs})}
    return Followed([found[seq] for seq in seqs if seq in found], rows[-1][0])
