"""Taking a course: each fact once, progress right at once, nothing lost between versions."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from courses.content.knowledge.answers import answers_in
from courses.content.knowledge.checks import Check, UnusableAnswer
from courses.content.models import CoursePage
from courses.progress import services
from courses.progress.models import CourseRegistration
from courses.progress.selectors import (
    CourseNotFound,
    CourseProgress,
    TakenStep,
    course_progress,
    courses_of,
)
from courses.progress.suggestions import suggestions_for
from learning.lrs.models import Statement
from learning.people.small_numbers import SMALLEST_GROUP
from learning.records.models import Record
from learning.xapi import verbs
from tests.factories.courses import (
    NOW,
    Writing,
    body_of,
    complete_lessons,
    published_course,
    started,
)
from tests.factories.people import PersonFactory

SLUG = "asking-good-questions"


def said(verb: verbs.Verb) -> list[dict]:
    return [
        json.loads(statement.raw)
        for statement in Statement.objects.filter(verb__iri=verb.iri).order_by("seq")
    ]


def check_of(progress, number: int = 0) -> Check:
    segment = next(part for part in body_of(progress.steps[number]) if "check" in part)
    return Check.from_json(segment["check"])


def answers_at(progress: CourseProgress, step: TakenStep) -> dict[str, Record]:
    return answers_in(step.frozen.term.iri, body_of(step), progress.records)


def test_starting_twice_is_one_registration(course: CoursePage, people) -> None:
    started(people.learner, SLUG)
    started(people.learner, SLUG)
    assert CourseRegistration.objects.count() == 1
    assert len(said(verbs.REGISTERED)) == 1


def test_statements_carry_registration_version_and_no_name(course: CoursePage, people) -> None:
    started(people.learner, SLUG)
    complete_lessons(people.learner, SLUG, 1)
    registration = str(CourseRegistration.objects.get().pk)
    for statement in Statement.objects.all():
        raw = json.loads(statement.raw)
        assert raw["context"]["registration"] == registration
        assert raw["context"]["revision"] == "1"
        for private in (
            people.learner.email,
            people.learner.full_name,
            str(people.learner.public_id),
            str(people.learner.staff_number),
        ):
            assert private not in statement.raw


def test_opening_a_lesson_again_states_nothing_new(course: CoursePage, people) -> None:
    for _time in range(3):
        progress = started(people.learner, SLUG)
        services.open_step(
            person=people.learner, progress=progress, step=progress.steps[0], now=NOW
        )
    assert len(said(verbs.INITIALIZED)) == 1


def test_the_last_lesson_completes_the_course_once(course: CoursePage, people) -> None:
    started(people.learner, SLUG)
    assert complete_lessons(people.learner, SLUG, 1).completed_at is None
    assert complete_lessons(people.learner, SLUG, 2).completed_at is not None
    complete_lessons(people.learner, SLUG, 1, 2)
    completed = [statement["object"]["id"] for statement in said(verbs.COMPLETED)]
    assert len(completed) == len(set(completed)) == 3


def test_lessons_may_be_completed_in_any_order(course: CoursePage, people) -> None:
    started(people.learner, SLUG)
    assert complete_lessons(people.learner, SLUG, 2, 1).completed_at is not None


def test_completing_a_lesson_in_two_tabs_is_one_fact(course: CoursePage, people) -> None:
    progress = started(people.learner, SLUG)
    for _tab in range(2):
        services.complete_step(
            person=people.learner, progress=progress, step=progress.steps[0], now=NOW
        )
    assert len(said(verbs.COMPLETED)) == 1


def test_continue_leads_to_the_lesson_last_opened(writing: Writing, people) -> None:
    published_course(writing, lessons=3)
    progress = started(people.learner, SLUG)
    services.open_step(person=people.learner, progress=progress, step=progress.steps[2], now=NOW)
    assert course_progress(people.learner, SLUG).next_step.number == 3


def test_after_a_completed_lesson_continue_leads_to_the_first_open_one(
    writing: Writing, people
) -> None:
    published_course(writing, lessons=3)
    started(people.learner, SLUG)
    progress = complete_lessons(people.learner, SLUG, 2)
    assert progress.next_step.number == 1
    assert progress.percent == 33
    assert progress.minutes_left == 20


def test_an_answer_is_stated_with_what_was_chosen(course: CoursePage, people) -> None:
    progress = started(people.learner, SLUG)
    check = check_of(progress)
    right = check.correct[0]
    marked = services.answer_check(
        person=people.learner,
        progress=progress,
        step=progress.steps[0],
        check=check,
        answer=[right],
        previous="",
        now=NOW,
    )
    assert marked.correct
    (statement,) = said(verbs.ANSWERED)
    assert statement["result"] == {"response": right, "success": True}
    assert "correctResponsesPattern" not in statement["object"]["definition"]
    progress = course_progress(people.learner, SLUG)
    record = answers_at(progress, progress.steps[0])[check.key]
    assert (record.answer, record.answer_success) == (right, True)


def answer(people, progress, choice: str, previous: str = "", later: int = 0) -> Record:
    check = check_of(progress)
    services.answer_check(
        person=people.learner,
        progress=progress,
        step=progress.steps[0],
        check=check,
        answer=[choice],
        previous=previous,
        now=NOW + timedelta(minutes=later),
    )
    now = course_progress(people.learner, SLUG)
    return answers_at(now, now.steps[0])[check.key]


def test_sending_an_answer_twice_is_one_answer_and_answering_again_is_another(
    course: CoursePage, people
) -> None:
    progress = started(people.learner, SLUG)
    right, wrong = (option.key for option in check_of(progress).options)
    record = answer(people, progress, wrong)
    answer(people, progress, wrong)
    assert len(said(verbs.ANSWERED)) == 1
    record = answer(people, progress, right, previous=str(record.answer_id), later=1)
    assert len(said(verbs.ANSWERED)) == 2
    assert record.answer == right


def test_two_tabs_that_answer_differently_both_count_and_the_latest_shows(
    course: CoursePage, people
) -> None:
    progress = started(people.learner, SLUG)
    right, wrong = (option.key for option in check_of(progress).options)
    answer(people, progress, right)
    record = answer(people, progress, wrong, later=2)
    assert len(said(verbs.ANSWERED)) == 2
    assert record.answer == wrong


def test_no_answer_is_no_fact(course: CoursePage, people) -> None:
    progress = started(people.learner, SLUG)
    with pytest.raises(UnusableAnswer):
        services.answer_check(
            person=people.learner,
            progress=progress,
            step=progress.steps[0],
            check=check_of(progress),
            answer=[],
            previous="",
            now=NOW,
        )
    assert said(verbs.ANSWERED) == []


def test_answers_never_complete_anything(course: CoursePage, people) -> None:
    progress = started(people.learner, SLUG)
    answer(people, progress, check_of(progress).correct[0])
    assert course_progress(people.learner, SLUG).done == 0


def test_a_course_of_another_department_is_not_there(writing: Writing, people) -> None:
    published_course(writing, scope=people.department)
    assert course_progress(people.learner, SLUG)  # a team below the department
    with pytest.raises(CourseNotFound):
        course_progress(people.outsider, SLUG)


def test_nothing_can_be_done_in_a_course_before_starting_it(course: CoursePage, people) -> None:
    progress = course_progress(people.learner, SLUG)
    with pytest.raises(services.NotStarted):
        services.complete_step(
            person=people.learner, progress=progress, step=progress.steps[0], now=NOW
        )


def test_reading_a_course_takes_five_queries_at_most(
    writing: Writing, people, django_assert_max_num_queries
) -> None:
    published_course(writing, lessons=12)
    started(people.learner, SLUG)
    with django_assert_max_num_queries(5):
        course_progress(people.learner, SLUG)


def test_reading_my_courses_does_not_depend_on_their_number(
    writing: Writing, people, django_assert_max_num_queries
) -> None:
    for number in range(4):
        published_course(writing, title=f"Course {number}", slug=f"course-{number}")
        started(people.learner, f"course-{number}")
    with django_assert_max_num_queries(4):
        assert len(courses_of(people.learner)) == 4


def test_suggestions_have_reasons_and_leave_out_what_is_started(writing: Writing, people) -> None:
    published_course(writing, title="Mine", slug="mine", scope=people.department)
    published_course(writing, title="Started", slug="started", topic="data")
    published_course(writing, title="Same topic", slug="same-topic", topic="data")
    published_course(writing, title="Taken", slug="taken", topic="ai")
    published_course(writing, title="Fresh", slug="fresh", topic="ai")
    started(people.learner, "started")
    for person in (people.mentor, *(PersonFactory() for _number in range(SMALLEST_GROUP - 1))):
        started(person, "taken")
    offered = suggestions_for(people.learner, most=9)
    assert [(each.activity.slug, each.reason) for each in offered] == [
        ("mine", "department"),
        ("same-topic", "topic"),
        ("taken", "popular"),
        ("fresh", "new"),
    ]
