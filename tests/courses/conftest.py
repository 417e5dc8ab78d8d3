"""A writing department and a course that everybody may take."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group

from cms.publishing.departments import Department, provide_department
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


@pytest.fixture
def elsewhere(writing: Writing) -> Department:
    """Another department, where the author writes too."""
    other = provide_department(organisation=writing.cast.other_department)
    writing.cast.author.groups.add(Group.objects.get(pk=other.authors.pk))
    return other
