"""One key for all tests here, and clients of either version that use it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from learning.lrs.credentials import NewCredential
from tests.lrs.conftest import new_partner

from .client import Client


@pytest.fixture(scope="package")
def key(django_db_setup: None, django_db_blocker: Any) -> Iterator[NewCredential]:
    """A key that stays from test to test: to make one takes longer than most tests do."""
    with django_db_blocker.unblock():
        made = new_partner("conformance")
    yield made
    with django_db_blocker.unblock():
        made.credential.delete()
        made.credential.authority.delete()


@pytest.fixture
def lrs(db: None, key: NewCredential) -> Client:
    """A client of 1.0.3, where a test is not about versions."""
    return Client(key)
