"""A department that writes, and browsers of its people."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.test import Client

from learning.people.models import User

SLUG = "asking-good-questions"


@pytest.fixture(autouse=True)
def nobody_counted() -> None:
    """How often somebody tried is counted in the cache."""
    cache.clear()


@pytest.fixture
def browser_of() -> Callable[..., Client]:
    """Make a browser of a person; an exception in a view becomes the 500 a person would get."""

    def make(person: User | None = None, **how: object) -> Client:
        client = Client(raise_request_exception=False, **how)
        if person is not None:
            client.force_login(person, backend="learning.people.backends.EmployedBackend")
        return client

    return make
