"""Steps of kinds other than lessons, as learners take them and as they are counted."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from cms.publishing.departments import provide_department
from courses.content.models import CoursePage, Step
from courses.progress.insight import course_use
from courses.progress.models import CourseRegistration
from courses.progress.selectors import course_progress
from learning.lrs.models import Statement
from learning.people.small_numbers import SMALLEST_GROUP
from learning.records.models import Record
from learning.xapi import verbs
from tests.factories.additions import draft_addition, note, publish_addition
from tests.factories.courses import (
    Writing,
    complete_lessons,
    draft_course,
    publish,
    started,
)
from tests.factories.people import PersonFactory
from tests.factories.step_kinds import (
    BLOCK,
    EXTERNAL,
    QUIZ,
    SLUG,
    Kind,
    client_of,
    do,
    with_step,
)

pytestmark = pytest.mark.django_db


def test_it_is_taken_between_two_lessons_and_finishes_the_course(
    writing: Writing, kind: Kind, with_a_step: CoursePage
) -> None:
    learner = writing.cast.learner
    client = client_of(learner)
    client.post(f"/courses/{SLUG}/start/")
    complete_lessons(learner, SLUG, 1, 3)
    progress = course_progress(learner, SLUG)
    assert progress.next_step.title == kind.title
    address = f"/courses/{SLUG}/{progress.next_step.slug}/"
    shown = client.get(address).content.decode()
    assert kind.shows.replace("&", "&amp;") in shown
    assert "Previous lesson" in shown
    assert not course_progress(learner, SLUG).completed_at
    if kind is QUIZ:
        client.post(f"{address}complete/")
        assert not course_progress(learner, SLUG).completed_at, "only passing does it"
    do(kind, client, address)
    after = course_progress(learner, SLUG)
    assert after.completed_at
    assert after.percent == 100
    said = Statement.objects.get(
        verb__iri=verbs.PASSED.iri if kind is QUIZ else verbs.COMPLETED.iri,
        activity=after.steps[1].frozen.term,
    )
    extensions = json.loads(said.raw)["context"].get("extensions", {})
    assert [*extensions.values()] == ([True] if kind is EXTERNAL else [])


def test_failing_does_nothing(writing: Writing, kind: Kind, with_a_step: CoursePage) -> None:
    if kind is not QUIZ:
        pytest.skip("nothing to fail")
    learner = writing.cast.learner
    started(learner, SLUG)
    complete_lessons(learner, SLUG, 1, 3)
    client = client_of(learner)
    address = f"/courses/{SLUG}/one-question/"
    form = client.get(address).content.decode().partition('action="/quiz/')[2].partition('"')[0]
    client.post(f"/quiz/{form}", {"answer": "Ten", "next": address})
    assert course_progress(learner, SLUG).completed_at is None
    assert Record.objects.filter(failed_at__isnull=False).exists()


def test_one_that_is_optional_is_not_waited_for(writing: Writing, kind: Kind) -> None:
    if kind is QUIZ:
        pytest.skip("its author cannot say so")
    publish(with_step(draft_course(writing), kind, optional=True))
    started(writing.cast.learner, SLUG)
    after = complete_lessons(writing.cast.learner, SLUG, 1, 3)
    assert after.completed_at
    assert (after.done, len(after.counted), len(after.steps)) == (2, 2, 3)
    assert after.version.minutes == 20


def test_a_department_adds_one_beside_a_course(
    writing: Writing, kind: Kind, with_a_step: CoursePage
) -> None:
    others = provide_department(organisation=writing.cast.other_department)
    value = {name: part for name, part in kind.value.items() if name != "optional"}
    addition = draft_addition(
        with_a_step, below=others.page, author=writing.cast.author, notes=[note()],
        lessons=[{"type": kind.name, "id": BLOCK, "value": value}],
    )  # fmt: skip
    publish_addition(addition)
    writing.cast.outsider.groups.add(others.authors)
    (step,) = Step.objects.filter(addition__isnull=False)
    assert (step.kind, step.required) == (kind.name, False)
    learner = writing.cast.outsider
    started(learner, SLUG)
    client = client_of(learner)
    address = f"/courses/{SLUG}/added/{step.key}/"
    assert kind.shows.replace("&", "&amp;") in client.get(address).content.decode()
    do(kind, client, address)
    assert "Completed" in client.get(address).content.decode()
    preview = client.get(f"/cms-admin/pages/{addition.pk}/view_draft/").content.decode()
    assert kind.shows.replace("&", "&amp;") in preview


def test_one_that_a_department_added_cannot_be_completed_where_nobody_answers_for_it(
    writing: Writing, course: CoursePage, kind: Kind, settings: Any
) -> None:
    others = provide_department(organisation=writing.cast.other_department)
    value = {name: part for name, part in kind.value.items() if name != "optional"}
    publish_addition(
        draft_addition(
            course, below=others.page, author=writing.cast.author, notes=[note()],
            lessons=[{"type": kind.name, "id": BLOCK, "value": value}],
        )
    )  # fmt: skip
    (step,) = Step.objects.filter(addition__isnull=False)
    learner = writing.cast.outsider
    started(learner, SLUG)
    settings.STEP_KINDS = ["courses.content.lesson_kind.LessonKind"]
    client = client_of(learner)
    address = f"/courses/{SLUG}/added/{step.key}/"
    assert client.post(f"{address}complete/")["Location"] == address
    assert not Record.objects.filter(activity=step.term, completed_at__isnull=False).exists()


def test_where_people_stop_in_it_is_counted(
    writing: Writing, kind: Kind, with_a_step: CoursePage
) -> None:
    long_ago = timezone.now() - timedelta(days=60)
    for _each in range(2 * SMALLEST_GROUP):
        person = PersonFactory(organisation=writing.cast.department)
        started(person, SLUG, now=long_ago)
        complete_lessons(person, SLUG, 1, now=long_ago)
        client_of(person).get(f"/courses/{SLUG}/{course_progress(person, SLUG).steps[1].slug}/")
        CourseRegistration.objects.update(opened_at=long_ago)
    (use,) = course_use([with_a_step], now=timezone.now())
    assert use.stopped == [(kind.title, 2 * SMALLEST_GROUP)]
