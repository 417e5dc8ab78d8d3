"""The sign of life of work in the background: a sweep writes down that it was here.

A sweep and no process of its own, so that it is seen only where sweeps are really run: by beat,
the broker and a worker together, or by ``manage.py sweep --forever``.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.utils.translation import gettext_lazy as _

from .models import Heartbeat
from .rows import SelfManaged

NAME: Final = "sweeps"
# Written no more often, so that a sign of life each second costs a query and no row.
EVERY: Final = timedelta(seconds=20)
# After as long without one, something has stopped.
LATE_AFTER: Final = timedelta(minutes=2)


def last_seen() -> datetime | None:
    """Return when sweeps were last seen to run; None where they never were."""
    found = Heartbeat.objects.filter(name=NAME).first()
    return found.seen_at if found else None


def is_alive(now: datetime) -> bool:
    """Tell whether sweeps have been run within the last minutes."""
    seen = last_seen()
    return seen is not None and now - seen < LATE_AFTER


def _beat(*, now: datetime) -> int:
    """Write down that sweeps run; no row was due, so none is counted."""
    seen = Heartbeat.objects.filter(name=NAME, seen_at__gt=now - EVERY, seen_at__lte=now)
    if not seen.exists():
        Heartbeat.objects.update_or_create(name=NAME, defaults={"seen_at": now})
    return 0


beat = SelfManaged("heartbeat", _("Showing that work in the background runs"), _beat)
