"""Why a course is suggested: each reason is so, and its number is the number."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from courses.progress.lesson_times import how_long_lessons_are
from courses.progress.suggestions import NEW_FOR, Suggestion, suggestions_for
from learning.catalogue.models import Activity
from tests.factories.clients import client_of
from tests.factories.courses import Writing, draft_course, publish, published_course, started
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def only_suggestion(writing: Writing, **how: object) -> Suggestion:
    [found] = suggestions_for(writing.cast.learner, **how)
    return found


def reason_shown(writing: Writing) -> str:
    page = client_of(writing.cast.learner).get("/").content.decode()
    return re.search(r"Why this: [^<]*", page)[0].strip()


@pytest.mark.parametrize(
    ("people", "reason", "words"),
    [
        (0, "new", "Why this: it is new."),
        (1, "new", "Why this: it is new."),
        (4, "new", "Why this: it is new."),
        (5, "popular", "Why this: about 5 people have started it."),
        (7, "popular", "Why this: about 5 people have started it."),
        (8, "popular", "Why this: about 10 people have started it."),
    ],
)
def test_a_course_is_popular_from_five_people_on_and_says_how_many(
    writing: Writing, people: int, reason: str, words: str
) -> None:
    """Once "many people here take it" was said of one."""
    published_course(writing)
    for _number in range(people):
        started(PersonFactory(), "asking-good-questions", NOW)
    assert only_suggestion(writing).reason == reason
    assert reason_shown(writing) == words


def test_a_course_is_new_for_ninety_days(writing: Writing) -> None:
    published_course(writing)
    Activity.objects.update(registered_at=NOW - NEW_FOR)
    assert only_suggestion(writing, now=NOW).reason == "new"
    assert only_suggestion(writing, now=NOW + timedelta(seconds=1)).reason == "open"
    Activity.objects.update(registered_at=NOW - NEW_FOR - timedelta(days=1))
    assert reason_shown(writing) == "Why this: you have not started it yet."


def test_whom_a_course_is_for_is_named(writing: Writing) -> None:
    """It may be all of a government, and no department of the reader's."""
    published_course(writing, scope=writing.cast.department)
    assert reason_shown(writing) == "Why this: it is for people in Department for Examples."


# How long lessons take


def test_lessons_are_as_long_as_they_are(writing: Writing) -> None:
    assert how_long_lessons_are() is None
    published_course(writing, lessons=2)
    minutes = sorted(_minutes(writing))
    assert minutes[0] == minutes[-1]
    assert f"lessons of {minutes[0]} minutes:" in (how_long_lessons_are() or "")


def test_the_shortest_and_the_longest_lesson_are_named(writing: Writing) -> None:
    page = draft_course(writing, title="Two lengths", slug="two-lengths", lessons=2)
    lesson = page.get_children().last().specific
    lesson.minutes = 15
    lesson.save_revision()
    publish(page)
    shortest = min(_minutes(writing))
    assert f"lessons of {shortest} to 15 minutes:" in (how_long_lessons_are() or "")


def test_what_not_everybody_is_offered_does_not_count(writing: Writing) -> None:
    published_course(writing, scope=writing.cast.department)
    assert how_long_lessons_are() is None
    published_course(writing, title="Gone", slug="gone")
    Activity.objects.filter(slug="gone").update(offered=False)
    assert how_long_lessons_are() is None


def test_the_start_page_says_it_to_who_is_not_signed_in(writing: Writing, client) -> None:
    published_course(writing)
    assert how_long_lessons_are() in client.get("/").content.decode()


def _minutes(writing: Writing) -> list[int]:
    from courses.content.models import Step

    return list(Step.objects.values_list("minutes", flat=True))
