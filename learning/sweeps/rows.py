"""Sweeps over rows that are due: one after the other, whatever becomes of each.

A sweep in ``SWEEPS`` is one of these objects. What it promises holds for each of them alike: a
row that fails is set aside and tried again later and later, those behind it go on, and a round
ends after so many rows and seconds (``SWEEP_SECONDS``).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog
from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from django.db.models import QuerySet
from django.db.models.functions import Cast
from django.utils.functional import Promise

from . import claims
from .models import SetAside

logger = structlog.get_logger(__name__)

Due = QuerySet[Any, Any] | Sequence[Any]


@dataclass(frozen=True, slots=True)
class EachRow:
    """A sweep that does its rows one at a time.

    - ``name``: of this work, where rows are set aside; it never changes.
    - ``label``: the same for people.
    - ``due(now)``: the rows whose time has come, those longest due first: a QuerySet, or keys.
    - ``do(key, now=now)``: one row, in a transaction of its own that locks it with SKIP LOCKED.
      It returns True where the row is done, False where it is not due any more, and None where
      nothing can be done now: it is asked again after ten minutes.
    - ``at_most``: rows a round.
    """

    name: str
    label: str | Promise
    due: Callable[[datetime], Due]
    do: Callable[..., bool | None]
    at_most: int = 100

    def __call__(self, *, now: datetime) -> int:
        """Do what is due at ``now``; return how many rows that was."""
        done, ends = 0, time.monotonic() + settings.SWEEP_SECONDS
        for key in self.keys(now):
            if claims.claim(self.name, str(key), now=now):
                done += self._attempt(key, now)
            if time.monotonic() > ends:
                break
        return done

    def keys(self, now: datetime) -> list[Any]:
        """Return the keys to try, at most ``at_most``, without those that rest."""
        due = self.due(now)
        _forget_what_is_done(self.name, due, now)
        return _without_resting(self.name, due, now, self.at_most)

    def _attempt(self, key: Any, now: datetime) -> int:
        try:
            done = self.do(key, now=now)
        except Exception as error:
            _raise_if_the_database_is_lost(error)
            logger.exception("due_row_failed", sweep=self.name, row=str(key))
            claims.set_aside(self.name, str(key), error, now=now)
            return 0
        if done is None:
            claims.rest(self.name, str(key), now=now)
        else:
            claims.release(self.name, str(key))
        return int(bool(done))


@dataclass(frozen=True, slots=True)
class Together:
    """A sweep that does many rows at once, and one at a time where that fails.

    ``do(keys, now=now)`` does the rows in one transaction and returns how many; the rest is as in
    ``EachRow``.
    """

    name: str
    label: str | Promise
    due: Callable[[datetime], Due]
    do: Callable[..., int]
    at_most: int = 1000

    def __call__(self, *, now: datetime) -> int:
        """Do what is due at ``now``; return how many rows that was."""
        keys = self.alone.keys(now)
        if not keys:
            return 0
        try:
            done = self.do(keys, now=now)
        except Exception as error:
            _raise_if_the_database_is_lost(error)
            logger.exception("due_rows_failed", sweep=self.name, rows=len(keys))
            return self.alone(now=now)
        claims.release(self.name, *map(str, keys))
        return done

    @property
    def alone(self) -> EachRow:
        """The same work, one row at a time."""
        return EachRow(
            self.name,
            self.label,
            self.due,
            lambda key, *, now: bool(self.do([key], now=now)),
            self.at_most,
        )


@dataclass(frozen=True, slots=True)
class SelfManaged:
    """A sweep whose rows have attempts and due times of their own.

    ``do(now=now)`` promises what the others get from ``EachRow`` and returns how many rows it did;
    ``again(now)`` makes due what has failed, where somebody asks for that.
    """

    name: str
    label: str | Promise
    do: Callable[..., int]
    again: Callable[[datetime], object] | None = None

    def __call__(self, *, now: datetime) -> int:
        """Do what is due at ``now``; return how many rows that was."""
        return self.do(now=now)


def _without_resting(sweep: str, due: Due, now: datetime, at_most: int) -> list[Any]:
    resting = SetAside.objects.filter(sweep=sweep, due_at__gt=now)
    if isinstance(due, QuerySet):
        keys = resting.annotate(of=Cast("key", due.model._meta.pk)).values("of")
        return list(due.exclude(pk__in=keys).values_list("pk", flat=True)[:at_most])
    names = set(resting.filter(key__in=[str(key) for key in due]).values_list("key", flat=True))
    return [key for key in due if str(key) not in names][:at_most]


def _forget_what_is_done(sweep: str, due: Due, now: datetime) -> None:
    """Forget rows set aside that are not due any more: done by hand, changed or deleted."""
    waiting = SetAside.objects.filter(sweep=sweep, due_at__lte=now).order_by("due_at")
    keys = list(waiting.values_list("key", flat=True)[:100])
    if not keys:
        return
    if isinstance(due, QuerySet):
        still = set(map(str, due.filter(pk__in=keys).values_list("pk", flat=True)))
    else:
        still = set(map(str, due))
    waiting.filter(key__in=set(keys) - still).delete()


def _raise_if_the_database_is_lost(error: Exception) -> None:
    """Raise what is no row's own fault: then the whole sweep is tried again later."""
    if isinstance(error, OperationalError | InterfaceError) and not connection.is_usable():
        raise error
