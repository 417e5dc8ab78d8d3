"""A writing department and a course that everybody may take."""

from __future__ import annotations

import pytest

from courses.content.models import CoursePage
from tests.factories.courses import Writing, published_course, writing_department
from tests.factories.people import Cast, cast


@pytest.fixture
def people(db: None) -> Cast:
    return cast()


@pytest.fixture
def writing(people: Cast) -> Writing:
    return writing_department(people)


@pytest.fixture
def course(writing: Writing) -> CoursePage:
    return published_course(writing)
