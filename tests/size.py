"""How much of a long test is tried: a share in ``make test``, all of it in ``make prove``.

A test that asks thousands of things is marked ``prove``. It takes its share with ``share`` or
``size``, so that what ``make test`` leaves out is always the same, and says how much it has asked
with the fixture ``figure``; ``make prove`` prints those figures.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from typing import TypeVar

import pytest

FULL = os.environ.get("TEST_SIZE") == "full"
Thing = TypeVar("Thing")
Figure = Callable[[str, object], None]


def size(small: int, full: int) -> int:
    """Return ``full`` in ``make prove`` and ``small`` elsewhere."""
    return full if FULL else small


def share(things: Iterable[Thing], one_in: int, *, first: int = 0) -> list[Thing]:
    """Return all of ``things`` in ``make prove``; elsewhere one in ``one_in``, from ``first`` on.

    What two calls return that differ in ``first`` has nothing in common: several roles, or
    several pages, share out what none of them asks alone.
    """
    found = list(things)
    return found if FULL else found[first % one_in :: one_in]


@pytest.fixture
def figure(record_property: Figure) -> Figure:
    """Say how much was tried: ``figure("requests", 2_310)``."""
    return record_property


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print, in ``make prove``, what each test tried and the seconds it took."""
    if not FULL:
        return
    terminalreporter.section("what was tried")
    for report in terminalreporter.getreports("passed"):
        tried = ", ".join(f"{value:,} {name}" for name, value in report.user_properties)
        terminalreporter.line(f"{report.duration:7.1f} s  {report.nodeid}: {tried or 'held'}")
