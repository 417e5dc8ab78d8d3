"""How many people of a part started and completed what, rounded; no difference tells more."""

from __future__ import annotations

import pytest
from django.utils import timezone

from courses.progress.selectors import course_progress
from courses.progress.services import start_course
from learning.insights import views
from learning.people.models import User
from tests.factories.clients import client_of
from tests.factories.courses import (
    Writing,
    draft_course,
    published_course,
    started,
    translated_by_machine,
)
from tests.factories.people import PersonFactory
from tests.insights.reading import NOW, PAGE, SLUG, rows, seen, take

pytestmark = pytest.mark.django_db


def test_who_started_and_completed_of_the_part_rounded(writing: Writing) -> None:
    published_course(writing)
    cast = writing.cast
    take(cast.team, SLUG, people=12, done=6)
    take(cast.department, SLUG, people=8, done=5)
    take(cast.other_department, SLUG, people=10, done=5)
    assert seen(cast.ld_lead) == [["Asking good questions", "20", "10"]]


def test_small_numbers_and_what_a_difference_would_tell_are_not_shown(writing: Writing) -> None:
    """The course's authors see 30 and 15; three of another department would be left."""
    published_course(writing)
    cast = writing.cast
    take(cast.department, SLUG, people=27, done=15)
    take(cast.other_department, SLUG, people=3)
    assert seen(cast.ld_lead) == [["Asking good questions", "not shown", "not shown"]]


@pytest.mark.parametrize(
    ("own", "own_done", "others", "others_done", "expected"),
    [
        (4, 0, 20, 10, ["not shown", "not shown"]),
        (20, 3, 20, 10, ["20", "not shown"]),
        (20, 17, 20, 10, ["20", "not shown"]),
        (20, 10, 20, 3, ["20", "not shown"]),
        (20, 10, 20, 18, ["20", "not shown"]),
        (20, 10, 20, 10, ["20", "10"]),
        (0, 0, 20, 10, ["0", "0"]),
        (20, 20, 0, 0, ["20", "20"]),
    ],
)
def test_each_group_in_or_out_of_the_part_counts(
    writing: Writing,
    own: int,
    own_done: int,
    others: int,
    others_done: int,
    expected: list[str],
) -> None:
    published_course(writing)
    take(writing.cast.team, SLUG, people=own, done=own_done)
    take(writing.cast.other_department, SLUG, people=others, done=others_done)
    assert seen(writing.cast.ld_lead) == [["Asking good questions", *expected]]


def test_who_has_left_or_moved_away_is_not_counted_and_nobody_twice(writing: Writing) -> None:
    page = published_course(writing)
    welsh = translated_by_machine(page)
    cast = writing.cast
    take(cast.team, SLUG, people=10)
    take(cast.other_department, SLUG, people=10)
    people = list(User.objects.filter(organisation=cast.team, staff_number__startswith="T"))[:10]
    for person in people:
        started(person, welsh.slug, NOW)
    assert seen(cast.ld_lead) == [["Asking good questions", "10", "0"]], "one work, two languages"
    for person in people[:5]:
        person.left_on = timezone.localdate()
        person.save()
    assert seen(cast.ld_lead) == [["Asking good questions", "5", "0"]]


def test_what_is_offered_to_nobody_of_the_part_is_not_listed(writing: Writing) -> None:
    cast = writing.cast
    published_course(writing, title="For all", slug="for-all")
    published_course(writing, title="For the team", slug="for-the-team", scope=cast.team)
    published_course(writing, title="For others", slug="for-others", scope=cast.other_department)
    draft_course(writing, title="A draft", slug="a-draft")
    assert [row[0] for row in seen(cast.ld_lead)] == ["For all", "For the team"]
    page = client_of(cast.ld_lead).get(PAGE).content.decode()
    assert 'href="/courses/for-all/"' in page
    assert 'href="/courses/for-the-team/"' not in page, "the lead cannot open it"


def test_courses_are_ordered_by_what_is_shown(writing: Writing) -> None:
    for number, people in enumerate((6, 12, 5, 0)):
        published_course(writing, title=f"Course {number}", slug=f"course-{number}")
        take(writing.cast.team, f"course-{number}", people=people)
    assert [row[:2] for row in seen(writing.cast.ld_lead)] == [
        ["Course 1", "10"],
        ["Course 0", "5"],
        ["Course 2", "5"],
        ["Course 3", "0"],
    ]


def test_a_long_list_has_pages(writing: Writing) -> None:
    for number in range(3):
        published_course(writing, title=f"Course {number}", slug=f"course-{number}")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(views, "PER_PAGE", 2)
        lead = client_of(writing.cast.ld_lead)
        first, second = (lead.get(PAGE, {"page": n}).content.decode() for n in (1, 2))
    assert [row[0] for row in rows(first, "What your people learn")] == ["Course 0", "Course 1"]
    assert [row[0] for row in rows(second, "What your people learn")] == ["Course 2"]
    assert 'id="waiting-heading"' in first
    assert 'id="waiting-heading"' not in second


def test_starting_is_enough_to_be_counted(writing: Writing) -> None:
    published_course(writing)
    for _number in range(5):
        person = PersonFactory(organisation=writing.cast.team)
        start_course(person=person, progress=course_progress(person, SLUG), now=NOW)
    assert seen(writing.cast.ld_lead) == [["Asking good questions", "5", "0"]]
