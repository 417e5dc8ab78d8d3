"""Letting time pass for the service, while browsers keep what they have."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

MINUTE, HOUR, DAY = 60, 3600, 24 * 3600
Travel = Callable[[float], None]


@pytest.fixture
def travel(monkeypatch: pytest.MonkeyPatch) -> Travel:
    """Let seconds pass; the clock of the database stays as it is."""
    passed = [0.0]
    now, seconds = timezone.now, time.time

    def later() -> datetime:
        return now() + timedelta(seconds=passed[0])

    monkeypatch.setattr(timezone, "now", later)
    monkeypatch.setattr(time, "time", lambda: seconds() + passed[0])

    def go(further: float) -> None:
        passed[0] += further

    return go
