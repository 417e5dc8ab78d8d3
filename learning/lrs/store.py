"""The one way into the store: validate, lock, insert, and let consumers make records of it.

Order of locks, everywhere: the domain's own row (the caller's), new terms by digest, new actors by
digest, the people's own rows by id, statements, and what consumers write.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import InterfaceError, OperationalError

from learning.seams.named import seam

from .batches import Batch, StoredStatement
from .clock import stored_at
from .models import ProjectionDue
from .refusals import TooManyRounds
from .sources import OURS, Source
from .transactions import (
    ConsumersFailed,
    claim_the_store,
    earlier_failure,
    is_active,
    one_transaction,
)
from .writing import write

logger = logging.getLogger(__name__)

MAX_ROUNDS = 5
REASON_LENGTH = 2000


@dataclass(frozen=True, slots=True)
class Stored:
    """The result of a store().

    ``ids`` are those of the statements given, in their order; ``new`` those that were not here
    before; ``following`` what consumers stated because of them.
    """

    ids: Sequence[UUID]
    new: Sequence[StoredStatement]
    following: Sequence[StoredStatement] = ()


def store(
    statements: Sequence[Mapping[str, Any]], *, now: datetime, source: Source = OURS
) -> Stored:
    """Store statements, and let every consumer see those that are new.

    Part of the caller's ``one_transaction``, and the only store() in it; without one it is its
    own. A statement that is here already changes nothing. If a consumer fails on statements of
    ours its failure is raised and nothing is stored; those of others stay, and the sweep tries
    the consumers again.

    Raises ``Invalid`` (learning.xapi.shapes) with its path for a statement that breaks the
    specification, the refusals of ``learning.lrs.refusals``, and ``StoredTwice``.
    """
    if not is_active():
        return one_transaction(store)(statements, now=now, source=source)
    claim_the_store()
    stored = stored_at(now)
    ids, batch = write(statements, source=source, stored=stored)
    if source.ours:
        following = consume(batch, stored=stored)
    else:
        following = consume_or_postpone(batch, stored=stored)
    return Stored(ids, batch.stored, following)


def consume(batch: Batch, *, stored: datetime) -> list[StoredStatement]:
    """Give ``batch`` to every consumer, then what they state of it, until they state no more.

    The people it is about must be locked. TooManyRounds when after ``MAX_ROUNDS`` consumers
    still have something to state, for then they answer each other without end.
    """
    following: list[StoredStatement] = []
    for _round in range(MAX_ROUNDS):
        if not (batch.stored or batch.retracted):
            return following
        stated = [statement for consumer in seam("LRS_CONSUMERS") for statement in consumer(batch)]
        if not stated:
            return following
        # Two consumers, or two statements of one batch, may lead to the same fact.
        once = {statement["id"]: statement for statement in stated}
        _ids, batch = write(list(once.values()), source=OURS, stored=stored)
        following.extend(batch.stored)
    if batch.stored or batch.retracted:
        raise TooManyRounds(
            f"Consumers still had something to state after {MAX_ROUNDS} rounds: "
            + ", ".join(sorted({statement.verb for statement in batch.stored}))
        )
    return following


def consume_or_postpone(batch: Batch, *, stored: datetime) -> list[StoredStatement]:
    """Let consumers work; if they fail, have the unit of work run again without them.

    So what they wrote is taken back and what was sent stays, without a savepoint that every
    statement would pay for.
    """
    failure = earlier_failure()
    if failure is not None:
        postpone((*batch.stored, *batch.retracted), error=failure, due_at=stored)
        return []
    try:
        return consume(batch, stored=stored)
    except (OperationalError, InterfaceError):
        # A lost race or a lost database is no consumer's failure: the whole is tried again.
        raise
    except Exception as error:
        logger.exception("A consumer failed; the statements stay and will be tried again.")
        raise ConsumersFailed from error


def reason_of(error: Exception) -> str:
    """Return what is noted of an error beside the row that is tried again."""
    return f"{type(error).__name__}: {error}"[:REASON_LENGTH]


def postpone(statements: Sequence[StoredStatement], *, error: Exception, due_at: datetime) -> None:
    """Note that consumers must be tried again on ``statements`` from ``due_at`` on."""
    ProjectionDue.objects.bulk_create(
        [
            ProjectionDue(
                statement_id=statement.seq,
                reason=reason_of(error),
                due_at=due_at,
            )
            for statement in statements
        ],
        update_conflicts=True,
        unique_fields=["statement"],
        update_fields=["reason", "due_at"],
    )
