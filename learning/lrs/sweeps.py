"""Work of the store that is due after the request: positions, and consumers that failed."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime

from django.db import InterfaceError, OperationalError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from learning.sweeps.rows import EachRow, SelfManaged

from . import positions
from .batches import Batch
from .clock import to_the_millisecond
from .latecomers import catch_up, reconcile
from .loading import load
from .models import LinksDue, ProjectionDue, Statement
from .references import REFERRERS_AT_ONCE, give_links
from .store import consume, postpone
from .transactions import ConsumersFailed, claim_the_store, one_transaction

logger = logging.getLogger(__name__)

# A round of each sweep does so much and no more; a round that did something is followed by the
# next at once.
BATCHES_AT_ONCE = 5
RETRIES_AT_ONCE = 50
LINKS_DUE_AT_ONCE = 10


def _assign_in_batches(*, now: datetime) -> int:
    """Give positions to the statements that have committed, and return how many there were.

    What has committed is due whatever the time: ``now`` is what every sweep is given.
    """
    done = 0
    for _time in range(BATCHES_AT_ONCE):
        given = _assign_some()
        done += given
        if not given:
            break
    return done


@one_transaction
def _assign_some() -> int:
    """Give some positions; one transaction, for what has its position is never looked at again."""
    seqs = positions.assign()
    if not seqs:
        return 0
    claim_the_store()
    try:
        with transaction.atomic():
            reconcile(seqs)
    except (OperationalError, InterfaceError, ConsumersFailed):
        raise
    except Exception:
        logger.exception("Statements could not be brought up to date together; one by one.")
        _reconcile_one_by_one(seqs)
    return len(seqs)


def _reconcile_one_by_one(seqs: Sequence[int]) -> None:
    """Set aside each statement that fails (ProjectionDue), so that the others get on."""
    for seq in seqs:
        try:
            with transaction.atomic():
                reconcile([seq])
        except (OperationalError, InterfaceError, ConsumersFailed):
            raise
        except Exception as error:
            logger.exception("The statement with the number %s is set aside.", seq)
            statements = list(load("s.seq = %(seq)b::bigint", {"seq": seq}))
            postpone(statements, error=error, due_at=timezone.now())


def _projections_due(now: datetime) -> QuerySet[ProjectionDue]:
    return ProjectionDue.objects.filter(due_at__lte=now).order_by("due_at", "statement_id")


@one_transaction
def _retry(key: int, *, now: datetime) -> bool:
    """Try the consumers again on one statement they had failed on."""
    due = _projections_due(now).select_for_update(skip_locked=True).filter(pk=key).first()
    if due is None:
        return False
    claim_the_store()
    actor_id, seq = Statement.objects.values_list("actor_id", "seq").get(seq=key)
    _consume_again(seq, actor_id, now=to_the_millisecond(now))
    due.delete()
    return True


def _consume_again(seq: int, actor_id: int, *, now: datetime) -> None:
    # It may be here because catching up had failed, so that is done again, too.
    retracted = catch_up([seq], now=now, people=[actor_id])
    # Whom it is about, and whether it has been voided, is known only under the lock.
    [statement] = load("s.seq = %(seq)b::bigint", {"seq": seq})
    others = [each for each in retracted if each.seq != seq]
    if Statement.objects.values_list("voided", flat=True).get(seq=seq):
        consume(Batch((), [statement, *others]), stored=now)
    else:
        consume(Batch([statement], others), stored=now)


def _links_due(now: datetime) -> QuerySet[LinksDue]:
    return LinksDue.objects.filter(due_at__lte=now).order_by("due_at", "statement_id")


@one_transaction
def _pass_on(key: int, *, now: datetime) -> bool:
    """Give the links of one statement to some that referred to it before it came.

    At most as many as a request does; where there are more, the row is due again.
    """
    due = _links_due(now).select_for_update(skip_locked=True).filter(pk=key).first()
    if due is None:
        return False
    due.delete()
    give_links([(key, due.after)], at_most=REFERRERS_AT_ONCE, now=now)
    return True


assign_positions = SelfManaged("positions", _("Putting statements in order"), _assign_in_batches)
retry_projections = EachRow(
    "projections",
    _("Updating records from statements"),
    _projections_due,
    _retry,
    at_most=RETRIES_AT_ONCE,
)
pass_on_links = EachRow(
    "links",
    _("Finding statements by what they refer to"),
    _links_due,
    _pass_on,
    at_most=LINKS_DUE_AT_ONCE,
)
