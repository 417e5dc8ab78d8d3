"""The clock of the store: no statement is stored before what a reader has been told.

Readers ask for what was stored since the last statement they have, or since the moment that
Consistent-Through gave them (Communication 2.1.3). A clock that is set back would store what they
never ask for again. So time does not go back within the store: it stands nearly still, a
millisecond for each request, until the clock has caught up.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Final

from django.utils import timezone

from .sql import run

logger = logging.getLogger(__name__)

MILLISECOND: Final = timedelta(milliseconds=1)
# So far clocks of several machines differ without anybody having set one.
WORTH_A_WARNING: Final = timedelta(seconds=5)

# A request reads the clock before its transaction begins, and no longer before than this.
LONGEST_REQUEST: Final = timedelta(minutes=1)

_LATEST: Final = """
SELECT GREATEST((SELECT max(stored) FROM lrs_statement),
                (SELECT read_until FROM lrs_storeclock WHERE id = 1)), transaction_timestamp()
"""
# What a transaction that is under way stores has no earlier moment than its beginning, and what
# begins later than this query none before that. The clock's row is written at most ten times a
# second, and Consistent-Through never goes beyond it.
_READ_UNTIL: Final = """
WITH noted AS (
    UPDATE lrs_storeclock SET read_until = statement_timestamp()
     WHERE id = 1 AND read_until < statement_timestamp() - interval '100 milliseconds'
    RETURNING read_until
)
SELECT LEAST(
    statement_timestamp(),
    (SELECT min(xact_start) FROM pg_stat_activity
      WHERE datname = current_database() AND pid <> pg_backend_pid()
        AND backend_type = 'client backend'),
    COALESCE((SELECT read_until FROM noted),
             (SELECT read_until FROM lrs_storeclock WHERE id = 1)))
  FROM (SELECT) AS once WHERE EXISTS (SELECT FROM lrs_storeclock WHERE id = 1)
"""
_START: Final = """
INSERT INTO lrs_storeclock (id, read_until) VALUES (1, statement_timestamp()) ON CONFLICT DO NOTHING
"""


def to_the_millisecond(moment: datetime) -> datetime:
    """Return ``moment`` to the millisecond, as it is written and so must be compared."""
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def stored_at(now: datetime) -> datetime:
    """Return the moment for what is stored ``now``, to the millisecond."""
    [(latest, began)] = run(_LATEST, {})
    if timedelta() < began - now < LONGEST_REQUEST:
        now = began
    moment = to_the_millisecond(now)
    if latest is None or moment >= (latest := to_the_millisecond(latest)):
        return moment
    behind = latest - timezone.now()
    if behind < timedelta():
        # The clock was only read a little earlier than somebody else's.
        return latest
    if behind > WORTH_A_WARNING:
        logger.warning("The clock is %s behind the latest statement.", behind)
    return latest + MILLISECOND


def consistent_through() -> datetime:
    """Return the time up to which everything stored can be read already (Communication 2.1.3).

    Read it before the query that it is to speak of. Nothing will be stored with this moment or an
    earlier one, whatever becomes of the clock.
    """
    rows = run(_READ_UNTIL, {})
    if not rows:
        run(_START, {})
        rows = run(_READ_UNTIL, {})
    return to_the_millisecond(rows[0][0]) - MILLISECOND
