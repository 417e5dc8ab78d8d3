"""Turning statements into records, in the transaction that stores them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from learning.lrs.batches import Batch, Replayed

from .projection import facts_of, write_facts
from .services import rebuild_activities, rebuild_people


class UpdateRecords:
    """The consumer that joins what statements say into the records. States nothing itself."""

    def __call__(self, batch: Batch) -> Iterable[dict[str, Any]]:
        """Write what is new, in one query, and rebuild what was voided, in three."""
        write_facts(facts_of(batch.stored))
        voided = {
            (statement.actor_id, statement.activity_id)
            for statement in batch.retracted
            if statement.vouched and statement.activity_id is not None
        }
        if voided:
            rebuild_activities(voided)
        return ()

    def replay(self, people: Collection[int], *, check: bool) -> Replayed:
        """Compare every record of these people with the store, and write them anew."""
        return rebuild_people(people, check=check)


update_records = UpdateRecords()
