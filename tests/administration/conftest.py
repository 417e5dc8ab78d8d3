"""Who decides here: an administrator, and an L&D lead of the department that writes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from learning.people.models import User
from tests.factories.courses import Writing

Signed = Callable[[User], Client]


@pytest.fixture
def signed_in() -> Signed:
    """Return a browser in which somebody is signed in."""

    def browser(person: User) -> Client:
        client = Client()
        client.force_login(person, backend="learning.people.backends.EmployedBackend")
        return client

    return browser


@pytest.fixture
def lead(writing: Writing, signed_in: Signed) -> Client:
    return signed_in(writing.cast.ld_lead)


@pytest.fixture
def admin(writing: Writing, signed_in: Signed) -> Client:
    return signed_in(writing.cast.admin)
