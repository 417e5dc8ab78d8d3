"""One key for a test, and clients of either version that use it."""

from __future__ import annotations

import pytest

from learning.lrs.credentials import NewCredential
from tests.lrs.conftest import new_partner

from .client import Client


@pytest.fixture
def key(db: None) -> NewCredential:
    return new_partner()


@pytest.fixture
def lrs(key: NewCredential) -> Client:
    """A client of 1.0.3, where a test is not about versions."""
    return Client(key)
