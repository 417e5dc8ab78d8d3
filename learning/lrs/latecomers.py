"""Putting right what two statements that were stored at once could not know of each other.

A statement that refers to another looks for it when stored, and the other looks for who refers
to it; if both are under way at once, neither sees the other. Whichever gets its position
last can see both, so the sweep that gives positions looks once more.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from learning.xapi.verbs import VOIDED

from .actors import actor_ids, lock_actors, platform_identifier
from .batches import Batch, StoredStatement
from .clock import to_the_millisecond
from .models import TermKind
from .references import REFERRERS_IN_A_REQUEST, give_links, take_links
from .sql import array, run
from .store import consume_or_postpone, postpone
from .terms import term_ids
from .transactions import one_transaction
from .voiding import void

# Consumers are asked here about so many statements that were voided late; about more, by the sweep
# of projections, so that positions never wait for them.
CONSUMED_AT_ONCE: Final = 50

# Both halves use an index: the primary key on one side, id or refers_to on the other.
_TO_VOID: Final = """
SELECT t.id, t.actor_id
  FROM lrs_statement v JOIN lrs_statement t ON t.id = v.refers_to
 WHERE v.seq = ANY(%(seqs)t::bigint[]) AND v.verb_id = %(voided)b::bigint
   AND t.verb_id <> %(voided)b::bigint AND NOT t.voided
   AND v.authority_id IN (t.authority_id, %(platform)b::bigint)
UNION
SELECT t.id, t.actor_id
  FROM lrs_statement t
 WHERE t.seq = ANY(%(seqs)t::bigint[]) AND t.verb_id <> %(voided)b::bigint AND NOT t.voided
   AND EXISTS (SELECT FROM lrs_statement v
                WHERE v.refers_to = t.id AND v.verb_id = %(voided)b::bigint
                  AND v.authority_id IN (t.authority_id, %(platform)b::bigint))
"""
# Those that refer to a statement which is there, and those that one which is there refers to.
_REFERRING: Final = """
SELECT r.seq FROM lrs_statement r JOIN lrs_statement t ON t.id = r.refers_to
 WHERE r.seq = ANY(%(seqs)t::bigint[]) ORDER BY r.seq
"""
_REFERRED: Final = """
SELECT t.seq FROM lrs_statement t
 WHERE t.seq = ANY(%(seqs)t::bigint[])
   AND EXISTS (SELECT FROM lrs_statement r WHERE r.refers_to = t.id)
 ORDER BY t.seq
"""


@one_transaction
def reconcile(seqs: Sequence[int]) -> None:
    """Void and link what the statements ``seqs`` and those they refer to owe each other.

    Part of the transaction that gives them their positions, so that neither is without the other.
    A consumer that fails on what is voided is tried again by the sweep of projections; links that
    are due to many statements are given by a sweep of their own.
    """
    now = to_the_millisecond(timezone.now())
    retracted = catch_up(seqs, now=now)
    if not retracted:
        return
    later = retracted[CONSUMED_AT_ONCE:]
    if later:
        postpone(later, error=Waiting("voided late, with many others"), due_at=now)
    consume_or_postpone(Batch((), retracted[:CONSUMED_AT_ONCE]), stored=now)


def catch_up(
    seqs: Sequence[int], *, now: datetime, people: Iterable[int] = ()
) -> Sequence[StoredStatement]:
    """Link the statements ``seqs`` and void what is to be voided; return what was voided by it.

    Locks ``people`` and whom that is about, in the common order.
    """
    _link(seqs, now=now)
    to_void, voided_verb = _to_void(seqs)
    if to_void or people:
        lock_actors((), {*to_void.values(), *people})
    return void(to_void, voided_verb=voided_verb)


class Waiting(Exception):
    """The reason noted where nothing failed: what is due is left to the sweep, being so much."""


def _to_void(seqs: Sequence[int]) -> tuple[dict[UUID, int], int]:
    """Return the statements that are to be voided with whom they are about, and the verb."""
    verb = (TermKind.VERB, VOIDED.iri)
    platform = platform_identifier()
    with transaction.atomic():
        voided = term_ids([verb])[verb]
        asked = {"seqs": array(seqs), "voided": voided, "platform": actor_ids([platform])[platform]}
    return dict(run(_TO_VOID, asked)), voided


def _link(seqs: Sequence[int], *, now: datetime) -> None:
    """Give these what the statements they refer to name, and what they name to their referrers."""
    these = {"seqs": array(seqs)}
    gained = take_links([seq for (seq,) in run(_REFERRING, these)])
    due = dict.fromkeys([*(seq for (seq,) in run(_REFERRED, these)), *gained], 0)
    if due:
        give_links(due.items(), at_most=REFERRERS_IN_A_REQUEST, now=now)
