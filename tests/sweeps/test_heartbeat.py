"""Work in the background shows that it runs, and that it does not."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from learning.config.sweeps import Sweeper
from learning.sweeps.heartbeat import EVERY, LATE_AFTER, beat, is_alive, last_seen

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def test_it_is_alive_after_a_beat_and_late_after_a_while() -> None:
    assert last_seen() is None
    assert not is_alive(NOW)
    assert beat(now=NOW) == 0
    assert is_alive(NOW)
    assert is_alive(NOW + LATE_AFTER - timedelta(seconds=1))
    assert not is_alive(NOW + LATE_AFTER)


def test_it_is_written_now_and_then_only(django_assert_num_queries: Any) -> None:
    beat(now=NOW)
    with django_assert_num_queries(1):
        beat(now=NOW + EVERY / 2)
    assert last_seen() == NOW
    beat(now=NOW + EVERY)
    assert last_seen() == NOW + EVERY


def test_a_clock_that_was_set_back_does_not_silence_it() -> None:
    beat(now=NOW)
    earlier = NOW - timedelta(days=1)
    beat(now=earlier)
    assert last_seen() == earlier


def test_the_one_command_that_runs_sweeps_beats() -> None:
    Sweeper(["learning.sweeps.heartbeat.beat"]).run_round()
    assert is_alive(timezone.now())
