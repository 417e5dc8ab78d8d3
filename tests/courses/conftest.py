"""A writing department and a course that everybody may take."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group

from cms.publishing.departments import Department, provide_department
from tests.factories.courses import Writing


@pytest.fixture
def elsewhere(writing: Writing) -> Department:
    """Another department, where the author writes too."""
    other = provide_department(organisation=writing.cast.other_department)
    writing.cast.author.groups.add(Group.objects.get(pk=other.authors.pk))
    return other
