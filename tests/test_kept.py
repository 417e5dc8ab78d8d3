"""What is kept for the next test is as it was, whatever a test did with it."""

from __future__ import annotations

from types import SimpleNamespace as Has
from typing import Any

import pytest

from courses.content.models import CoursePage
from learning.people.models import User
from tests.factories.courses import Writing, published_course
from tests.factories.people import Cast
from tests.kept import Kept, stage, wanted_by

pytestmark = pytest.mark.django_db


# The second finds what the first has left, where one worker runs both.
@pytest.mark.parametrize("time", [1, 2])
def test_a_test_finds_nothing_of_the_one_before(
    writing: Writing, course: CoursePage, time: int
) -> None:
    assert [kept.name for kept, *_rest in stage.rows] == ["writing", "course"]
    assert CoursePage.objects.get().title == course.title == "Asking good questions"
    assert writing.cast.learner.full_name == "Learner"
    course.title = "Changed"
    course.save()
    published_course(writing, title="Another", slug="another")
    writing.cast.learner.full_name = "Somebody else"
    writing.cast.learner.save()
    writing.cast.mentor.delete()
    assert CoursePage.objects.count() == 2


def test_what_was_one_person_is_one_person_still(
    writing: Writing, people: Cast, course: CoursePage
) -> None:
    assert people is writing.cast
    assert course.owner == people.author
    assert User.objects.filter(email=people.author.email).get() == people.author


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_who_flushes_gets_it_made_anew(course: CoursePage) -> None:
    assert stage.rows == []
    assert CoursePage.objects.get() == course


def test_two_grounds_at_once_are_refused() -> None:
    ground, other = Kept("ground", list), Kept("other", list)
    upper = Kept("upper", list, after=ground)

    def asking(*wanted: Kept) -> Any:
        fixtures = {one.name: [Has(func=Has(kept=one))] for one in wanted}
        return Has(_fixtureinfo=Has(name2fixturedefs=fixtures))

    assert wanted_by(asking(upper, ground)) == (ground, upper)
    assert wanted_by(asking()) == ()
    with pytest.raises(ValueError, match="other does not stand below upper"):
        wanted_by(asking(upper, other))
