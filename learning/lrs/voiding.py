"""Voiding: a statement that takes another back (xAPI 1.0.3, Data 2.3.2)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from learning.xapi.verbs import VOIDED

from .batches import StoredStatement
from .loading import load_without_texts
from .preparation import Prepared
from .refusals import MayNotVoid
from .sources import Source
from .sql import run

_TARGETS = """
SELECT id, actor_id, authority_id FROM lrs_statement WHERE id = ANY(%(ids)b::uuid[])
"""
# A voiding statement cannot itself be voided, and is not asked to be.
_VOID = """
UPDATE lrs_statement SET voided = true
 WHERE id = ANY(%(ids)b::uuid[]) AND verb_id <> %(voided)b::bigint AND NOT voided
RETURNING seq
"""


@dataclass(frozen=True, slots=True)
class Target:
    """A stored statement that is to be voided."""

    actor_id: int
    authority_id: int


def voided_by(rows: Iterable[Prepared]) -> set[UUID]:
    """Return the ids that the voiding statements among ``rows`` void."""
    return {
        row.named.refers_to
        for row in rows
        if row.named.verb == VOIDED.iri and row.named.refers_to is not None
    }


def find_targets(ids: Iterable[UUID]) -> dict[UUID, Target]:
    """Return those of the statements to be voided that are stored already."""
    wanted = sorted(ids)
    return {id: Target(*rest) for id, *rest in run(_TARGETS, {"ids": wanted})} if wanted else {}


def refuse_voiding_of_others(
    targets: Mapping[UUID, Target], *, source: Source, authority_id: int
) -> None:
    """Raise MayNotVoid where a source other than ourselves voids what it did not store."""
    if not source.ours:
        for id, target in targets.items():
            if target.authority_id != authority_id:
                raise MayNotVoid(id)


def void(ids: Iterable[UUID], *, voided_verb: int) -> Sequence[StoredStatement]:
    """Void the statements with these ids, and return those that were valid until now."""
    wanted = sorted(ids)
    if not wanted:
        return ()
    seqs = [seq for (seq,) in run(_VOID, {"ids": wanted, "voided": voided_verb})]
    return load_without_texts("s.seq = ANY(%(seqs)b::bigint[])", {"seqs": seqs}) if seqs else ()
