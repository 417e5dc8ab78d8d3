"""What most tests begin with: people, a department of theirs that writes, and a course."""

from __future__ import annotations

import pytest

from courses.content.models import CoursePage
from tests.factories.courses import Writing, published_course, writing_department
from tests.factories.people import Cast, cast
from tests.kept import kept


@kept()
def writing() -> Writing:
    """The cast, and their department with its part of the tree, its groups and its workflow."""
    return writing_department(cast())


@pytest.fixture
def people(writing: Writing) -> Cast:
    """The cast, with a department that writes."""
    return writing.cast


@kept(after=writing)
def course(writing: Writing) -> CoursePage:
    """A course that everybody may take."""
    return published_course(writing)
