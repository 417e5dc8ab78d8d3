"""The start page: one thing to go on with, what is open, what to try and why."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext

from courses.progress.selectors import courses_of
from learning.home.panels import Panel, Reads, panels_for
from learning.people.models import User
from tests.factories.courses import (
    NOW,
    Writing,
    complete_lessons,
    published_course,
    started,
)

pytestmark = pytest.mark.django_db


def home(person: User | None = None) -> str:
    client = Client()
    if person:
        client.force_login(person, backend="learning.people.backends.EmployedBackend")
    answer = client.get("/")
    assert answer.status_code == 200
    return answer.content.decode()


def buttons(page: str) -> list[str]:
    """Return where each button of the main part leads: a link's address, or its form's."""
    main = page.partition("<main")[2].partition("</main>")[0]
    links = re.findall(r'<a [^>]*class="govuk-button[^>]*href="([^"]+)"', main)
    return links + re.findall(r'<form [^>]*action="([^"]+)"', main)


def test_signed_out_it_says_what_this_is_and_names_nobody(writing: Writing) -> None:
    page = home()
    assert "Learn data, cyber and AI at work" in page
    assert "/sign-in/" in page
    assert writing.cast.learner.full_name not in page


def test_with_nothing_to_learn_it_says_so_without_a_dead_end(writing: Writing) -> None:
    page = home(writing.cast.learner)
    assert "Hello, " in page
    assert "/catalogue/" in page.partition("<main")[2]


def test_who_has_begun_nothing_is_offered_one_thing(writing: Writing) -> None:
    published_course(writing)
    page = home(writing.cast.learner)
    assert len(buttons(page)) == 1
    assert "/courses/asking-good-questions/" in buttons(page)[0]


def test_continue_leads_to_the_exact_lesson_last_opened(writing: Writing) -> None:
    published_course(writing, lessons=3)
    published_course(writing, title="Another", slug="another")
    learner = writing.cast.learner
    started(learner, "another")
    complete_lessons(learner, "another", 1, now=NOW)
    started(learner, "asking-good-questions", NOW + timedelta(days=1))
    complete_lessons(learner, "asking-good-questions", 1, 2, now=NOW + timedelta(days=1))
    page = home(learner)
    assert len(buttons(page)) == 1, "one Continue, not one for each course"
    assert "/courses/asking-good-questions/lesson-3/" in buttons(page)[0]
    assert "/courses/another/" in page


def test_what_is_completed_is_not_continued(writing: Writing) -> None:
    published_course(writing)
    learner = writing.cast.learner
    started(learner, "asking-good-questions")
    complete_lessons(learner, "asking-good-questions", 1, 2)
    page = home(learner)
    assert not any("asking-good-questions" in button for button in buttons(page))
    assert "/courses/asking-good-questions/" in page


def test_a_suggestion_gives_its_reason(writing: Writing) -> None:
    published_course(writing)
    published_course(writing, title="For us", slug="for-us", scope=writing.cast.department)
    published_course(writing, title="Same topic", slug="same-topic")
    learner = writing.cast.learner
    started(learner, "asking-good-questions")
    page = home(learner)
    assert page.index("For us") < page.index("Same topic")
    assert "For us" not in home(writing.cast.outsider)


def leading(*, person: User, now: object, reads: Reads) -> Panel:
    return Panel("home/welcome.html", lead=True)


def silent(*, person: User, now: object, reads: Reads) -> None:
    return None


def following(*, person: User, now: object, reads: Reads) -> Panel:
    return Panel("ui/message.html", {"heading": "Second"})


HERE = "tests.home.test_home"


@override_settings(
    HOME_PANELS=[f"{HERE}.leading", f"{HERE}.silent", f"{HERE}.leading", f"{HERE}.following"]
)
def test_only_the_first_panel_leads_and_who_has_nothing_to_say_is_silent(writing: Writing) -> None:
    shown = panels_for(writing.cast.learner, now=NOW)
    assert [(panel.template, panel.lead) for panel in shown] == [
        ("home/welcome.html", True),
        ("ui/message.html", False),
    ]


def test_the_menu_shows_the_editor_to_editors_only(writing: Writing) -> None:
    assert 'href="/cms-admin/"' in home(writing.cast.author)
    assert "/cms-admin/" not in home(writing.cast.learner)


def asked_twice(*, person: User, now: object, reads: Reads) -> None:
    assert reads(courses_of) is reads(courses_of)


@override_settings(HOME_PANELS=[f"{HERE}.asked_twice", f"{HERE}.asked_twice"])
def test_what_panels_share_is_read_once_and_without_the_words_of_lessons(
    writing: Writing,
) -> None:
    published_course(writing, lessons=3)
    learner = writing.cast.learner
    started(learner, "asking-good-questions")
    with CaptureQueriesContext(connection) as asked:
        panels_for(learner, now=NOW)
    assert len(asked) == 3, "registrations, lessons and records, once for both panels"
    assert not any('"body"' in query["sql"] or '"raw"' in query["sql"] for query in asked)


def test_home_asks_little_of_the_database_however_much_is_going_on(writing: Writing) -> None:
    learner = writing.cast.learner
    for number in range(6):
        published_course(writing, title=f"Course {number}", slug=f"course-{number}")
    for number in range(4):
        started(learner, f"course-{number}")
    complete_lessons(learner, "course-0", 1, 2)
    client = Client()
    client.force_login(learner, backend="learning.people.backends.EmployedBackend")
    client.get("/")
    with CaptureQueriesContext(connection) as asked:
        page = client.get("/").content.decode()
    assert "Completed" in page
    assert "Also in progress" in page
    assert len(asked) <= 10
