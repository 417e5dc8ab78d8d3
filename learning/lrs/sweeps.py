"""Work of the store that is due after the request: positions, and consumers that failed."""

from __future__ import annotations

import logging
import random
from datetime import datetime, timedelta

from django.db import InterfaceError, OperationalError, transaction

from . import positions
from .actors import lock_actors
from .batches import Batch
from .latecomers import reconcile
from .loading import load
from .models import ProjectionDue, Statement
from .store import consume, postpone
from .transactions import claim_the_store, one_transaction

logger = logging.getLogger(__name__)

RETRIES_AT_ONCE = 50
FIRST_PAUSE = timedelta(seconds=5)
LONGEST_PAUSE = timedelta(hours=6)


@one_transaction
def assign_positions(*, now: datetime) -> int:
    """Give positions to the statements that have committed, and return how many there were.

    What has committed is due whatever the time: ``now`` is what every sweep is given. One
    transaction, for what has its position is never looked at again.
    """
    seqs = positions.assign()
    if seqs:
        reconcile(seqs)
    return len(seqs)


def retry_projections(*, now: datetime) -> int:
    """Try the consumers again on statements they had failed on, and return how many succeeded.

    Each in a transaction of its own, claimed with SKIP LOCKED so that any number of workers may
    sweep; the pause doubles after each failure, up to six hours.
    """
    done = 0
    for _attempt in range(RETRIES_AT_ONCE):
        succeeded = _retry_one(now=now)
        if succeeded is None:
            break
        done += succeeded
    return done


@one_transaction
def _retry_one(*, now: datetime) -> bool | None:
    """Tell whether consumers succeeded on one due statement; None where none is due."""
    due = (
        ProjectionDue.objects.select_for_update(skip_locked=True)
        .filter(due_at__lte=now)
        .order_by("due_at", "statement_id")
        .first()
    )
    if due is None:
        return None
    claim_the_store()
    actor_id, seq = Statement.objects.values_list("actor_id", "seq").get(seq=due.statement_id)
    lock_actors((), [actor_id])
    # Whom it is about, and whether it has been voided, is known only under the lock.
    [statement] = load("s.seq = %(seq)b::bigint", {"seq": seq})
    voided = Statement.objects.values_list("voided", flat=True).get(seq=seq)
    try:
        with transaction.atomic():
            batch = Batch((), [statement]) if voided else Batch([statement])
            consume(batch, stored=now.replace(microsecond=now.microsecond // 1000 * 1000))
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:
        logger.exception("Consumers failed again on statement %s.", statement.id)
        attempts = due.attempts + 1
        ProjectionDue.objects.filter(pk=due.pk).update(attempts=attempts)
        postpone([statement], error=error, due_at=now + _pause(attempts))
        return False
    due.delete()
    return True


def _pause(attempts: int) -> timedelta:
    pause = min(FIRST_PAUSE * 2 ** min(attempts, 20), LONGEST_PAUSE)
    return pause * random.uniform(0.8, 1.2)  # noqa: S311
