"""A writing department and a course that everybody may take."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import Group

from cms.publishing.departments import Department, provide_department
from courses.content.models import CoursePage
from tests.factories.courses import Writing, draft_course, publish
from tests.factories.step_kinds import EXTERNAL, QUIZ, Kind, ask_again, with_step


@pytest.fixture
def elsewhere(writing: Writing) -> Department:
    """Another department, where the author writes too."""
    other = provide_department(organisation=writing.cast.other_department)
    writing.cast.author.groups.add(Group.objects.get(pk=other.authors.pk))
    return other


@pytest.fixture(params=[EXTERNAL, QUIZ], ids=lambda kind: kind.name)
def kind(request: pytest.FixtureRequest, settings: Any) -> Iterator[Kind]:
    """A kind that is there; the fields of the editor ask again which there are."""
    settings.STEP_KINDS = [*settings.STEP_KINDS, "tests.step_kinds.kind.QuizKind"]
    settings.ROOT_URLCONF = "tests.step_kinds.root"
    ask_again()
    yield request.param
    ask_again()


@pytest.fixture
def with_a_step(writing: Writing, kind: Kind) -> CoursePage:
    return publish(with_step(draft_course(writing), kind))
