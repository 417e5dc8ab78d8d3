"""Limits on how often each key may be used, counted here and now and then with all processes.

A row that every request of a key writes would be where they all wait for each other. So each
process counts for itself, and adds what it counted to the table at most once a second, or sooner
where a tenth of a limit has been used since; the same upsert tells it the total. Between two
such moments the processes do not know of each other, and together may let through a second's
requests, or a tenth of the limit each, too many.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from django.db import DatabaseError, InterfaceError
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from learning.sweeps.rows import Together

from .models import Credential, CredentialUse
from .refusals import TooManyRequests
from .sql import array, moments, run

logger = logging.getLogger(__name__)

MINUTE: Final = timedelta(minutes=1)
SETTLED_EVERY_SECONDS: Final = 1.0
SHARE_KEPT_BACK: Final = 10
# A day, and the hour by which one is longer when summer ends: "today" is in it whole.
KEPT: Final = timedelta(hours=25)

# A key that is gone meanwhile has no row to count for. In order, so that two processes that
# count for the same keys wait for each other instead of deadlocking.
_ADD: Final = """
INSERT INTO lrs_credentialuse AS used (credential_id, minute, count)
SELECT u.credential, u.minute, u.count
  FROM unnest(%(credentials)t::bigint[], %(minutes)t::timestamptz[], %(counts)t::integer[])
       AS u(credential, minute, count)
  JOIN lrs_credential c ON c.id = u.credential
 ORDER BY u.credential, u.minute
ON CONFLICT (credential_id, minute) DO UPDATE SET count = used.count + EXCLUDED.count
RETURNING credential_id, minute, count
"""


@dataclass(slots=True)
class _Minute:
    """The uses of one key in one minute, as far as this process knows.

    ``told`` is in the table, by this process and others; ``untold`` is not yet.
    """

    starts: datetime
    told: int = 0
    untold: int = 0


Use = tuple[int, datetime, int]


class Counter:
    """The counts of one process; its threads share it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        # Held while the table is written: who has used a tenth of a limit waits for what the one
        # before it learns, or each thread would let through a tenth.
        self._settling = threading.Lock()
        self._minutes: dict[int, _Minute] = {}
        # Of minutes that are over, and not in the table yet.
        self._left: list[Use] = []
        self._waiting = False
        self._at_once = False
        self._settled = float("-inf")

    def admit(self, credential: Credential, *, now: datetime) -> None:
        """Count one request; TooManyRequests, and not counted, where the limit is reached.

        Costs about a microsecond and asks the database nothing.
        """
        limit = credential.requests_per_minute
        with self._lock:
            minute = self._minutes.get(credential.pk)
            # A thread that was slow to come here may have read the clock in the minute before.
            if minute is None or not minute.starts - MINUTE <= now < minute.starts + MINUTE:
                minute = self._begin(credential.pk, minute, now)
            if limit is not None and minute.told + minute.untold >= limit:
                raise TooManyRequests(limit, retry_after=_seconds(minute.starts + MINUTE - now))
            minute.untold += 1
            self._waiting = True
            if limit is not None and minute.untold * SHARE_KEPT_BACK >= limit:
                self._at_once = True

    def _begin(self, key: int, before: _Minute | None, now: datetime) -> _Minute:
        if before is not None and before.untold:
            self._left.append((key, before.starts, before.untold))
        starts = now.astimezone(UTC).replace(second=0, microsecond=0)
        self._minutes[key] = _Minute(starts)
        return self._minutes[key]

    def settle(self) -> None:
        """Add what was counted to the table and learn the totals, where that is due.

        Call it outside any transaction that stores something, for it must neither wait in one nor
        be undone with one. A database that is away changes nothing: it is tried again later.
        """
        if not self._waiting:
            return
        if not self._at_once and time.monotonic() < self._settled + SETTLED_EVERY_SECONDS:
            return
        if not self._settling.acquire(blocking=self._at_once):
            return
        try:
            self._settle()
        finally:
            self._settling.release()

    def _settle(self) -> None:
        uses = self._take()
        if not uses:
            return
        try:
            totals = _add(uses)
        except (DatabaseError, InterfaceError) as error:
            logger.warning("The use of keys could not be counted and will be later: %s", error)
            with self._lock:
                self._left += uses
                self._waiting = True
            return
        with self._lock:
            for key, starts, total in totals:
                minute = self._minutes.get(key)
                if minute is not None and minute.starts == starts:
                    # Another thread may have heard a later total already.
                    minute.told = max(minute.told, total)

    def _take(self) -> list[Use]:
        """Return the counts to be added to the table, which from now on count as told."""
        with self._lock:
            uses, self._left = self._left, []
            for key, minute in self._minutes.items():
                if minute.untold:
                    uses.append((key, minute.starts, minute.untold))
                    minute.told += minute.untold
                    minute.untold = 0
            self._waiting = self._at_once = False
            self._settled = time.monotonic()
        return _together(uses)

    def forget(self) -> None:
        """Forget every count, because the database turned out to be another one."""
        with self._lock:
            self._minutes, self._left = {}, []
            self._waiting = self._at_once = False
            self._settled = float("-inf")


def _together(uses: Sequence[Use]) -> list[Use]:
    """Return one count for each key and minute, for an upsert meets no row twice."""
    counts: dict[tuple[int, datetime], int] = {}
    for key, starts, count in uses:
        counts[key, starts] = counts.get((key, starts), 0) + count
    return [(*of, count) for of, count in counts.items()]


def _add(uses: Sequence[Use]) -> list[Use]:
    keys, starts, counts = zip(*uses, strict=True)
    rows = run(
        _ADD,
        {"credentials": array(keys), "minutes": moments(starts), "counts": array(counts)},
    )
    return [(key, minute, count) for key, minute, count in rows]


def _seconds(rest: timedelta) -> int:
    return max(1, -(-rest // timedelta(seconds=1)))


of_this_process: Final = Counter()
admit: Final = of_this_process.admit
settle: Final = of_this_process.settle
forget: Final = of_this_process.forget


def _old(now: datetime) -> QuerySet[CredentialUse]:
    return CredentialUse.objects.filter(minute__lt=now - KEPT)


def _with_old_counts(now: datetime) -> QuerySet[Credential]:
    return Credential.objects.filter(Exists(_old(now).filter(credential=OuterRef("pk"))))


def _forget_counts(keys: Sequence[int], *, now: datetime) -> int:
    """Delete the counts of these keys that are older than a day; return how many there were."""
    return _old(now).filter(credential__in=keys).delete()[0]


sweep_uses: Final = Together(
    "forget-uses", _("Deleting old counts of the use of keys"), _with_old_counts, _forget_counts
)
