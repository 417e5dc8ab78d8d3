"""Fixtures whose rows stay in the database for the next test that asks for the same.

A department that writes, or a published course, takes hundreds of queries; several hundred tests
begin with one. A fixture made with ``kept`` is made in a transaction that stays open while tests
that ask for it follow each other (tests/conftest.py sorts them so); what a test itself writes is
rolled back as ever, and each gets its own copies of the objects. It cannot stand in a module that
keeps a transaction of its own open.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db import connection, transaction


@dataclass(frozen=True, eq=False)
class Kept:
    """How rows are made, and which others they stand on."""

    name: str
    make: Callable[..., Any]
    after: Kept | None = None

    @property
    def chain(self) -> tuple[Kept, ...]:
        """What has to be there, the lowest first, and this."""
        return (*(self.after.chain if self.after else ()), self)


@dataclass
class Stage:
    """What is kept in the database just now, each in a transaction within the one before."""

    rows: list[tuple[Kept, Any, ExitStack]] = field(default_factory=list)
    copies: dict[Kept, Any] = field(default_factory=dict)

    def clear_down_to(self, chain: Sequence[Kept]) -> None:
        """Roll back what is not the beginning of ``chain``."""
        self.copies = {}
        while self.rows and [kept for kept, *_rest in self.rows] != list(chain[: len(self.rows)]):
            _kept, _value, transactions = self.rows.pop()
            transactions.close()

    def show(self, chain: Sequence[Kept]) -> None:
        """Make what ``chain`` has and the stage has not, and copies of all of it for one test."""
        for kept in chain[len(self.rows) :]:
            if not self.rows and connection.in_atomic_block:
                raise RuntimeError(f"{kept.name} cannot be kept: a transaction is open already.")
            transactions = ExitStack()
            transactions.enter_context(_RolledBack())
            try:
                below = [value for _kept, value, _transactions in self.rows]
                self.rows.append((kept, kept.make(*below), transactions))
            except BaseException:
                transactions.close()
                raise
        # All at once, so that what was one object is one object in the copies too.
        values = copy.deepcopy([value for _kept, value, _transactions in self.rows])
        self.copies = {kept: value for (kept, *_rest), value in zip(self.rows, values, strict=True)}


class _RolledBack:
    """A transaction that is never committed, and looks like a test's own: services ask."""

    def __enter__(self) -> None:
        self.atomic = transaction.atomic()
        self.atomic._from_testcase = True  # type: ignore[attr-defined]
        self.atomic.__enter__()

    def __exit__(self, *error: object) -> None:
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)


stage = Stage()


def kept(*, after: Any = None) -> Callable[[Callable[..., Any]], Any]:
    """Make a fixture of a function that takes what ``after`` stands on and is, the lowest first.

    It takes no other fixtures, for it is not called for each test. A test that flushes the
    database or drives a browser gets it made anew.
    """

    def decorate(make: Callable[..., Any]) -> Any:
        one = Kept(make.__name__, make, after.kept if after else None)

        def fixture(request: pytest.FixtureRequest, db: None) -> Any:
            if one in stage.copies:
                return stage.copies[one]
            return make(*[request.getfixturevalue(below.name) for below in one.chain[:-1]])

        fixture.kept = one  # type: ignore[attr-defined]
        fixture.__doc__ = make.__doc__
        return pytest.fixture(name=one.name)(fixture)

    return decorate


def wanted_by(item: pytest.Item | None) -> tuple[Kept, ...]:
    """Return what a test wants kept, the lowest first: all that its fixtures name.

    ValueError where two of them stand on different ground.
    """
    named = getattr(getattr(item, "_fixtureinfo", None), "name2fixturedefs", {})
    functions = [definitions[-1].func for definitions in named.values()]
    chains = [function.kept.chain for function in functions if hasattr(function, "kept")]
    longest = max(chains, key=len, default=())
    for chain in chains:
        if chain != longest[: len(chain)]:
            raise ValueError(f"{chain[-1].name} does not stand below {longest[-1].name}.")
    return longest
