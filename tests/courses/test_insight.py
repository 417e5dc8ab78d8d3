"""What authors see of how their courses are taken, and what they never see."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from courses.content.knowledge.checks import Check
from courses.content.models import CoursePage
from courses.progress.feedback import give_feedback, opinions_on
from courses.progress.insight import checks_of, course_use
from courses.progress.selectors import course_progress
from courses.progress.services import answer_check, open_step
from learning.lrs.models import Statement
from learning.people.models import User
from learning.records.models import Record
from learning.xapi import verbs
from tests.factories.clients import client_of
from tests.factories.courses import (
    Writing,
    body_of,
    complete_lessons,
    draft_course,
    published_course,
    started,
    writing_department,
)
from tests.factories.people import cast

pytestmark = pytest.mark.django_db
SLUG = "asking-good-questions"
LONG_AGO = timezone.now() - timedelta(days=60)


def answer(person: User, *, right: bool, previous: str = "") -> None:
    progress = course_progress(person, SLUG)
    step = progress.steps[0]
    check = next(Check.from_json(part["check"]) for part in body_of(step) if "check" in part)
    answer_check(
        person=person,
        progress=progress,
        step=step,
        check=check,
        answer=[next(option.key for option in check.options if option.correct is right)],
        previous=previous,
        now=LONG_AGO,
    )


def say(person: User, usefulness: int, comment: str = "") -> None:
    give_feedback(
        person=person,
        progress=course_progress(person, SLUG),
        usefulness=usefulness,
        comment=comment,
        now=timezone.now(),
    )


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[tuple[Writing, CoursePage]]:
    """Seven people take a course: one completes it, six stopped in its second lesson."""
    with django_db_blocker.unblock(), transaction.atomic():
        writing = writing_department(cast())
        page = published_course(writing)
        published_course(writing, title="Nobody took this", slug="nobody-took-this", lessons=1)
        draft_course(writing, title="Still a draft", slug="still-a-draft", lessons=1)
        people = [
            User.objects.create_user(f"person{number}@demo.example", full_name=f"Person {number}")
            for number in range(7)
        ]
        for number, person in enumerate(people):
            started(person, SLUG, LONG_AGO)
            answer(person, right=number < 2)
            if number >= 2:  # right in the end, but not at first
                answer(person, right=True, previous="first")
            complete_lessons(person, SLUG, 1, now=LONG_AGO)
            progress = course_progress(person, SLUG)
            open_step(person=person, progress=progress, step=progress.steps[1], now=LONG_AGO)
        complete_lessons(people[0], SLUG, 2, now=LONG_AGO)
        for number, person in enumerate(people[:4]):
            say(person, 4 if number else 1, f"=Comment {number}")
        yield writing, page
        transaction.set_rollback(True)


def people_of(_world: tuple[Writing, CoursePage]) -> list[User]:
    return list(User.objects.filter(email__startswith="person").order_by("email"))


def test_counts_are_of_people_and_first_answers_and_hide_the_few(
    world: tuple[Writing, CoursePage],
) -> None:
    _writing, page = world
    (use,) = course_use([page], now=timezone.now())
    assert (use.started, use.completed, use.share) == (5, None, None)
    assert use.stopped == [], "the one who did not stop in Lesson 2 would be known"
    assert use.hardest is None, "so would the two who were right at first"
    assert not use.opinions.enough
    assert [(check.people, check.share) for check in checks_of([page])] == [(5, None)]


def test_the_latest_word_counts_once_and_moves_no_record(
    world: tuple[Writing, CoursePage],
) -> None:
    person = people_of(world)[6]
    for usefulness, comment in ((2, "Too long."), (2, "Too long."), (4, ""), (2, "Too long.")):
        say(person, usefulness, comment)
    said = Statement.objects.filter(actor=person.actor_id, verb__iri=verbs.RATED.iri)
    assert said.count() == 3, "the same twice is one; going back to it is another"
    term = course_progress(person, SLUG).activity.term_id
    opinions = opinions_on([term])[term]
    assert opinions.people == 5
    assert opinions.counts == {4: 3, 1: 1, 2: 1}
    assert opinions.useful is None, "3 of 5 would tell of the 2 others"
    assert opinions.comments[0] == (2, "Too long.")
    assert not Record.objects.filter(actor=person.actor_id, best_score__isnull=False).exists()
    call_command("rebuild_records", "--check", verbosity=0)


def test_a_learner_says_it_on_a_page_that_loses_nothing_typed(
    world: tuple[Writing, CoursePage],
) -> None:
    person = people_of(world)[0]
    client = client_of(person)
    address = f"/courses/{SLUG}/feedback/"
    finished = client.get(f"/courses/{SLUG}/finished/").content.decode()
    assert "about 20 minutes of learning" in finished
    assert address in finished
    refused = client.post(address, {"comment": "Kept <b>as typed</b>"}, follow=True)
    assert refused.redirect_chain[0][0].startswith(f"{address}?unsaved=")
    assert "Select how useful this course is for your work" in refused.content.decode()
    assert "Kept &lt;b&gt;as typed&lt;/b&gt;" in refused.content.decode()
    for bad in (
        {"usefulness": "9"},
        {"usefulness": "\0"},
        {"usefulness": "4", "comment": "x" * 1001},
        {"usefulness": "4", "comment": "a\0b"},
        {"usefulness": "4", "comment": "x" * 20_000},
    ):
        assert "There is a problem" in client.post(address, bad, follow=True).content.decode()
    taken = client.post(address, {"usefulness": "3", "comment": "Thanks"}, follow=True)
    assert "Thank you" in taken.content.decode()
    assert taken.redirect_chain == [(f"/courses/{SLUG}/finished/", 302)]
    stranger = client_of(world[0].cast.mentor)
    assert stranger.get(address).status_code == 302, "only who has started has something to say"


@pytest.mark.parametrize("report", ["courses-in-use", "questions-in-lessons", "what-people-say"])
def test_reports_show_ones_own_part_and_run_no_formula(
    world: tuple[Writing, CoursePage], report: str
) -> None:
    say(people_of(world)[5], 3, "+cmd|' /C calc'!A0")
    author, stranger = client_of(world[0].cast.author), client_of(world[0].cast.learner)
    address = f"/cms-admin/reports/{report}/"
    shown = author.get(address).content.decode()
    assert "Asking good questions" in shown
    assert "Person 1" not in shown
    answer = author.get(f"{address}?export=csv")
    lines = b"".join(answer.streaming_content).decode().splitlines()
    assert len(lines) > 1
    assert not any(cell.startswith(("=", "+")) for line in lines for cell in line.split(","))
    assert author.get(f"{address}?export=xlsx").status_code == 200
    assert stranger.get(address).status_code == 403
    other = client_of(world[0].cast.outsider)
    assert other.get(address).status_code == 403


def test_the_start_page_of_the_editor_shows_my_work(world: tuple[Writing, CoursePage]) -> None:
    CoursePage.objects.filter(slug="nobody-took-this").update(review_date=timezone.localdate())
    draft = CoursePage.objects.get(slug="still-a-draft").get_latest_revision_as_object()
    draft.review_date = None
    draft.save_revision(user=world[0].cast.author)
    author = client_of(world[0].cast.author)
    shown = author.get("/cms-admin/").content.decode()
    assert "&lt;section" not in shown
    assert f'/cms-admin/pages/{draft.pk}/before-publishing/">1 thing<' in shown
    for words in (
        "Your courses", "Still a draft", "Published courses to review", "Nobody took this",
        "Your published courses", "not shown",
    ):  # fmt: skip
        assert words in shown, words


def test_more_courses_cost_no_more_queries(world: tuple[Writing, CoursePage]) -> None:
    def asked(courses: list[CoursePage]) -> int:
        course_use(courses, now=timezone.now())
        with CaptureQueriesContext(connection) as queries:
            course_use(courses, now=timezone.now())
        return len(queries)

    pages = list(CoursePage.objects.filter(live=True))
    assert len(pages) == 2
    assert asked(pages) == asked(pages[:1]) <= 20
