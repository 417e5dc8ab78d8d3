"""A department that writes."""

from __future__ import annotations

import pytest

from tests.factories.courses import Writing, writing_department
from tests.factories.people import cast


@pytest.fixture
def writing(db: None) -> Writing:
    return writing_department(cast())
