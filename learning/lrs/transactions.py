"""One unit of work: a transaction that stores once and is tried again when it loses a race."""

from __future__ import annotations

import functools
import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import ParamSpec, TypeVar, cast

from django.db import OperationalError, connection, transaction

P = ParamSpec("P")
R = TypeVar("R")

ATTEMPTS = 6
FIRST_PAUSE_SECONDS = 0.01
# PostgreSQL's deadlock_detected and serialization_failure.
LOST_RACES = frozenset({"40P01", "40001"})


class StoredTwice(RuntimeError):
    """Raised for a second store() in one transaction: its locks would be taken out of order."""


class NoUnitOfWork(RuntimeError):
    """Raised for a store() inside a transaction that nobody would try again."""


class StaleNames(OperationalError):
    """Raised where a remembered term or actor is not in this database: forget all, try again."""


class ConsumersFailed(Exception):
    """Raised where consumers failed on what others sent: the unit is run again without them."""


@dataclass(slots=True)
class _Unit:
    stored: bool = False
    failure: Exception | None = None


_unit: ContextVar[_Unit | None] = ContextVar("lrs_unit", default=None)


def one_transaction(service: Callable[P, R]) -> Callable[P, R]:
    """Return ``service`` so that it runs in one transaction and may store statements once.

    Inside another such service it joins that one's transaction. The outermost call is tried
    again, up to ``ATTEMPTS`` times, after a deadlock or serialisation failure, so everything it
    does outside the database must bear being done twice.
    """

    @functools.wraps(service)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        if _unit.get() is not None:
            return service(*args, **kwargs)
        # A failed transaction of somebody else's cannot be tried again from in here.
        attempts = 1 if _in_bare_transaction() else ATTEMPTS
        failure: Exception | None = None
        while True:
            try:
                with _a_unit(failure), transaction.atomic():
                    return service(*args, **kwargs)
            except ConsumersFailed as error:
                failure = cast(Exception, error.__cause__)
            except OperationalError as error:
                attempts -= 1
                if not attempts or not _lost_a_race(error):
                    raise
                pause = FIRST_PAUSE_SECONDS * 2 ** (ATTEMPTS - attempts)
                time.sleep(random.uniform(0, pause))  # noqa: S311

    return run


@contextmanager
def _a_unit(failure: Exception | None) -> Iterator[None]:
    token = _unit.set(_Unit(failure=failure))
    try:
        yield
    finally:
        _unit.reset(token)


def claim_the_store() -> None:
    """Note that the unit of work stores now.

    StoredTwice when it has already; NoUnitOfWork outside ``one_transaction``.
    """
    unit = _unit.get()
    if unit is None:
        raise NoUnitOfWork("Decorate the service that calls store() with one_transaction.")
    if unit.stored:
        raise StoredTwice(
            "store() was called before in this transaction. Collect the statements and store "
            "them together, or return the later ones from a consumer."
        )
    unit.stored = True


def earlier_failure() -> Exception | None:
    """Return why consumers failed when this unit of work was run before, if they did."""
    unit = _unit.get()
    return unit.failure if unit else None


def is_active() -> bool:
    """Tell whether a unit of work is under way."""
    return _unit.get() is not None


def _in_bare_transaction() -> bool:
    """Tell whether a transaction is open that is not the one a test case rolls back."""
    return not all(getattr(block, "_from_testcase", False) for block in connection.atomic_blocks)


def _lost_a_race(error: OperationalError) -> bool:
    return isinstance(error, StaleNames) or getattr(error.__cause__, "sqlstate", None) in LOST_RACES
