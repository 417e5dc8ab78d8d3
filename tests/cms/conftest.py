"""A department that writes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Sentences are looked for in English, whatever language the test before has left."""
    with translation.override("en-gb"):
        yield
