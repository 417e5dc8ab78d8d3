"""Every sweep of the settings can be called as sweeps are."""

from __future__ import annotations

import inspect

import pytest
from django.conf import settings
from django.utils import timezone

from learning.config.sweeps import find_sweep


@pytest.mark.parametrize("name", settings.SWEEPS)
def test_a_sweep_takes_now_and_returns_a_number(name: str, db: None) -> None:
    sweep = find_sweep(name)
    assert list(inspect.signature(sweep).parameters) == ["now"]
    assert sweep(now=timezone.now()) == 0
