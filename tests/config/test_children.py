"""The parts of ``make run``: started again as often as it may help, and no more."""

from __future__ import annotations

import sys

import pytest

from learning.config import children
from learning.config.bootstrap.steps import StepError
from learning.config.children import RESTARTS_ALLOWED, RESTARTS_WITHIN_SECONDS, Child

ENDS = [sys.executable, "-c", ""]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [1000.0]
    monkeypatch.setattr(children.time, "monotonic", lambda: now[0])
    return now


def die(child: Child) -> None:
    child.process.wait()
    child.revive()


def test_dying_once_in_a_while_ends_nothing(clock: list[float]) -> None:
    child = Child("A part", ENDS)
    for _death in range(RESTARTS_ALLOWED * 4):
        die(child)
        clock[0] += RESTARTS_WITHIN_SECONDS / (RESTARTS_ALLOWED - 1)
    assert len(child.deaths) <= RESTARTS_ALLOWED
    child.process.wait()


def test_dying_again_and_again_ends_the_run(clock: list[float]) -> None:
    child = Child("A part", ENDS)
    for _death in range(RESTARTS_ALLOWED):
        die(child)
        clock[0] += 1
    with pytest.raises(StepError, match=r"A part has died 6 times in 15 minutes"):
        die(child)
