"""The cast and the topics, for every test of the catalogue that asks."""

from __future__ import annotations

import pytest

from courses.content.topics import provide_topics
from tests.factories.people import Cast, cast


@pytest.fixture
def people(db: None) -> Cast:
    provide_topics()
    return cast()
