"""Running the work that is due: ``SWEEPS``, beside the server or as Celery tasks.

A sweep is a function ``(*, now: datetime) -> int``. It finds rows that are due, claims them with
``SKIP LOCKED`` in transactions of its own, finishes them so that doing it twice changes nothing,
and returns how many it did. Any number of them may run at once, anywhere.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from datetime import datetime
from typing import Protocol, cast

import structlog
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import close_old_connections
from django.utils import timezone
from django.utils.module_loading import import_string

logger = structlog.get_logger(__name__)

IDLE_SECONDS = 1.0
SHORTEST_PAUSE_SECONDS = 0.05
LONGEST_PENALTY_SECONDS = 60.0


class Sweep(Protocol):
    """A function that a name in ``SWEEPS`` stands for."""

    def __call__(self, *, now: datetime) -> int:
        """Do what is due at ``now`` and return how many rows that was."""
        ...


def find_sweep(name: str) -> Sweep:
    """Return the sweep with the dotted name ``name``, which must be in ``SWEEPS``.

    :raises ImproperlyConfigured: when it is not there, or names nothing that can be called.
    """
    if name not in settings.SWEEPS:
        known = ", ".join(settings.SWEEPS) or "none"
        raise ImproperlyConfigured(f"{name} is not among SWEEPS ({known}).")
    try:
        return cast(Sweep, import_string(name))
    except ImportError as error:
        raise ImproperlyConfigured(f"SWEEPS: {name} cannot be imported.") from error


class Sweeper:
    """A runner of sweeps, round after round, in one process.

    :param names: dotted names out of ``SWEEPS``.
    """

    def __init__(self, names: Sequence[str]) -> None:
        self._sweeps = {name: find_sweep(name) for name in names}
        self._failures = dict.fromkeys(names, 0)
        self._rests_until = dict.fromkeys(names, 0.0)
        self._stopping = threading.Event()

    def stop(self) -> None:
        """Ask ``run_forever`` to end after the sweep that is running."""
        self._stopping.set()

    def run_round(self) -> int:
        """Run every sweep once and return how many rows they did.

        A failing sweep is logged and rests a little longer each time; the others go on.
        """
        done = 0
        for name, sweep in self._sweeps.items():
            if self._stopping.is_set():
                break
            if time.monotonic() < self._rests_until[name]:
                continue
            try:
                rows = sweep(now=timezone.now())
            except Exception:
                self._failures[name] += 1
                penalty = min(IDLE_SECONDS * 2 ** self._failures[name], LONGEST_PENALTY_SECONDS)
                self._rests_until[name] = time.monotonic() + penalty
                logger.exception("sweep_failed", sweep=name, next_try_in_seconds=penalty)
            else:
                self._failures[name] = 0
                if rows:
                    logger.info("sweep_done", sweep=name, rows=rows)
                done += rows
        return done

    @property
    def failed(self) -> bool:
        """True where a sweep failed the last time it ran."""
        return any(self._failures.values())

    def run_forever(self) -> None:
        """Run rounds until asked to stop: at once again while there is work, else each second."""
        pause = SHORTEST_PAUSE_SECONDS
        while not self._stopping.is_set():
            # A connection that broke, or grew too old, is replaced before the next round.
            close_old_connections()
            found = self.run_round()
            pause = SHORTEST_PAUSE_SECONDS if found else min(pause * 2, IDLE_SECONDS)
            self._stopping.wait(pause)
