"""The order of suggestions tells no more about numbers of people than what may be shown."""

from __future__ import annotations

import pytest

from courses.progress.suggestions import suggestions_for
from tests.factories.courses import Writing, published_course, started
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db


def order(writing: Writing, **taken: int) -> list[str]:
    """Publish a course of each name, let so many take it, and return what is suggested."""
    for slug, people in taken.items():
        published_course(writing, title=slug, slug=slug, topic="ai", lessons=1)
        for _number in range(people):
            started(PersonFactory(), slug)
    return [one.activity.slug for one in suggestions_for(writing.cast.learner, most=9)]


@pytest.mark.parametrize(("newer", "older"), [(0, 4), (5, 7), (8, 12)])
def test_courses_that_differ_in_a_small_group_stand_as_if_they_were_alike(
    writing: Writing, newer: int, older: int
) -> None:
    assert order(writing, older=older, newer=newer) == ["newer", "older"]


def test_a_course_that_many_more_take_comes_first(writing: Writing) -> None:
    assert order(writing, older=10, newer=5) == ["older", "newer"]
