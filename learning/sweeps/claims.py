"""Claiming a due row before its work begins, and what is kept of it when the work fails.

The claim is committed first. Were it part of the work's own transaction, a row that ends the
process (memory, a fault in a library) would be first in the queue again at each restart.
"""

from __future__ import annotations

import random
import traceback
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import connection
from django.db.models import Count, Q

from .models import SetAside

# Longer than any one row takes: after it, the process that claimed the row is taken to have died.
LEASE: Final = timedelta(minutes=10)
FIRST_PAUSE: Final = timedelta(seconds=5)
LONGEST_PAUSE: Final = timedelta(hours=6)

_CLAIM = """
INSERT INTO sweeps_setaside AS held (sweep, key, attempts, error, first_tried_at, due_at)
VALUES (%(sweep)s, %(key)s, 1, '', %(now)s, %(until)s)
ON CONFLICT (sweep, key) DO UPDATE SET attempts = held.attempts + 1, due_at = EXCLUDED.due_at
 WHERE held.due_at <= %(now)s
RETURNING attempts
"""


def claim(sweep: str, key: str, *, now: datetime) -> bool:
    """Claim a row and return True, unless it is under way elsewhere or rests."""
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, {"sweep": sweep, "key": key, "now": now, "until": now + LEASE})
        return cursor.fetchone() is not None


def release(sweep: str, *keys: str) -> None:
    """Forget the claims on rows that are done, or no longer due."""
    SetAside.objects.filter(sweep=sweep, key__in=keys).delete()


def rest(sweep: str, key: str, *, now: datetime) -> None:
    """Let a row rest that nothing can be done for now; it has not failed."""
    SetAside.objects.filter(sweep=sweep, key=key).update(attempts=0, due_at=now + LEASE)


def set_aside(sweep: str, key: str, error: BaseException, *, now: datetime) -> None:
    """Keep a row that failed until its next try: seconds away at first, hours in the end."""
    row, _new = SetAside.objects.get_or_create(
        sweep=sweep, key=key, defaults={"first_tried_at": now, "due_at": now}
    )
    row.failed_at, row.error = now, in_short(error)
    row.due_at = now + pause_after(row.attempts)
    row.save(update_fields=["failed_at", "error", "due_at"])


def pause_after(attempts: int) -> timedelta:
    """Return how long a row rests after its attempt number ``attempts``, give or take a fifth."""
    pause = min(FIRST_PAUSE * 2 ** min(attempts - 1, 20), LONGEST_PAUSE)
    return pause * random.uniform(0.8, 1.2)  # noqa: S311


def failed() -> Q:
    """Return the condition that tells rows that failed from rows under way for the first time."""
    return Q(failed_at__isnull=False) | Q(attempts__gt=1)


def failures() -> dict[str, int]:
    """Return how many rows of each kind of work have failed and wait for another try."""
    rows = SetAside.objects.filter(failed()).values("sweep").annotate(rows=Count("pk"))
    return {row["sweep"]: row["rows"] for row in rows.order_by("sweep")}


def in_short(error: BaseException) -> str:
    """Return the kind of an error and the last place of our own code that it passed."""
    own = [
        frame
        for frame in traceback.extract_tb(error.__traceback__)
        if Path(frame.filename).is_relative_to(settings.BASE_DIR)
        and "site-packages" not in frame.filename
    ]
    if not own:
        return type(error).__name__
    place = Path(own[-1].filename).relative_to(settings.BASE_DIR)
    return f"{type(error).__name__} at {place}, line {own[-1].lineno}"[:300]
