"""A department that writes, and browsers of its people."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.test import Client

from courses.content.models import CoursePage
from learning.people.models import User
from tests.factories.courses import Writing, published_course, writing_department
from tests.factories.people import cast

SLUG = "asking-good-questions"


@pytest.fixture
def writing(db: None) -> Writing:
    cache.clear()
    return writing_department(cast())


@pytest.fixture
def course(writing: Writing) -> CoursePage:
    return published_course(writing)


@pytest.fixture
def browser_of() -> Callable[..., Client]:
    """Make a browser of a person; an exception in a view becomes the 500 a person would get."""

    def make(person: User | None = None, **how: object) -> Client:
        client = Client(raise_request_exception=False, **how)
        if person is not None:
            client.force_login(person, backend="learning.people.backends.EmployedBackend")
        return client

    return make
