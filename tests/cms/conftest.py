"""A department that writes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.utils import translation

from tests.factories.courses import Writing, writing_department
from tests.factories.people import cast


@pytest.fixture
def writing(db: None) -> Writing:
    return writing_department(cast())


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Sentences are looked for in English, whatever language the test before has left."""
    with translation.override("en-gb"):
        yield
