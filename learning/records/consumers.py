"""Turn statements into records, in the transaction that stores them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from learning.lrs.batches import Batch

from .projection import facts_of, write_facts
from .services import rebuild_activities


def update_records(batch: Batch) -> Iterable[dict[str, Any]]:
    """Join what new statements say into the records, and rebuild what voided ones had said.

    One query for a batch, three more where something was voided. States nothing itself.
    """
    write_facts(facts_of(batch.stored))
    voided = {
        (statement.actor_id, statement.activity_id)
        for statement in batch.retracted
        if statement.vouched and statement.activity_id is not None
    }
    if voided:
        rebuild_activities(voided)
    return ()
