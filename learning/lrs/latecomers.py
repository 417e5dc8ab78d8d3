"""Put right what two statements could not know of each other while both were on their way in.

A statement that refers to another looks for it when stored, and the other looks for who refers
to it; if both are under way at once, neither sees the other. Whichever gets its position
last can see both, so the sweep that gives positions looks once more.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from learning.xapi.verbs import VOIDED

from .actors import actor_ids, lock_actors, platform_identifier
from .batches import Batch
from .links import keys_of, links_of
from .models import TermKind
from .references import link_referrers, names_along
from .sql import run
from .store import consume_or_postpone
from .terms import term_ids
from .transactions import claim_the_store, one_transaction
from .voiding import void

# Both halves use an index: the primary key on one side, id or refers_to on the other.
_PAIRS = """
SELECT t.id, t.actor_id,
       v.verb_id = %(voided)b::bigint AND t.verb_id <> %(voided)b::bigint AND NOT t.voided
           AND v.authority_id IN (t.authority_id, %(platform)b::bigint)
  FROM lrs_statement v JOIN lrs_statement t ON t.id = v.refers_to
 WHERE v.seq = ANY(%(seqs)b::bigint[])
UNION ALL
SELECT t.id, t.actor_id,
       v.verb_id = %(voided)b::bigint AND t.verb_id <> %(voided)b::bigint AND NOT t.voided
           AND v.authority_id IN (t.authority_id, %(platform)b::bigint)
  FROM lrs_statement t JOIN lrs_statement v ON v.refers_to = t.id
 WHERE t.seq = ANY(%(seqs)b::bigint[]) AND NOT v.seq = ANY(%(seqs)b::bigint[])
"""


@one_transaction
def reconcile(seqs: Sequence[int]) -> None:
    """Void and link what the statements ``seqs`` and those they refer to owe each other.

    Part of the transaction that gives them their positions, so that neither is without the other.
    A consumer that fails on what is voided is tried again by the sweep of projections.
    """
    voided_verb, platform = _numbers()
    pairs = run(_PAIRS, {"seqs": list(seqs), "voided": voided_verb, "platform": platform})
    if not pairs:
        return
    to_void = {id: actor_id for id, actor_id, missed in pairs if missed}
    claim_the_store()
    lock_actors((), set(to_void.values()))
    _link(id for id, _actor_id, _missed in pairs)
    retracted = void(to_void, voided_verb=voided_verb)
    now = timezone.now()
    consume_or_postpone(
        Batch((), retracted), stored=now.replace(microsecond=now.microsecond // 1000 * 1000)
    )


def _numbers() -> tuple[int, int]:
    verb = (TermKind.VERB, VOIDED.iri)
    platform = platform_identifier()
    with transaction.atomic():
        return term_ids([verb])[verb], actor_ids([platform])[platform]


def _link(ids: Iterable[UUID]) -> None:
    """Give what these statements name, and refer to, to all that refer to them."""
    along = names_along(ids)
    terms, actors = keys_of(each for names in along.values() for each in names)
    term_numbers, actor_numbers = term_ids(terms), actor_ids(actors)
    link_referrers(
        {id: links_of(names, term_numbers, actor_numbers) for id, names in along.items()}
    )
