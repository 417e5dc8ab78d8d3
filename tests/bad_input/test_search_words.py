"""Whatever somebody types into the search box, the catalogue answers."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from courses.content.models import CoursePage
from tests.factories.courses import Writing

pytestmark = pytest.mark.django_db


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(words=st.text(max_size=300))
def test_any_words_may_be_searched(
    course: CoursePage, writing: Writing, browser_of: Callable[..., Client], words: str
) -> None:
    client = browser_of(writing.cast.learner)
    query = words.encode("utf-8", "surrogatepass")
    assert client.get(f"/catalogue/?q={quote(query)}").status_code == 200
