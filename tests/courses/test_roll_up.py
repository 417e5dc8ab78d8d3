"""Steps make a course for the person who is registered, and cost others nothing."""

from __future__ import annotations

import uuid

from courses.content.models import CoursePage, Step
from courses.progress.consumers import roll_up
from courses.progress.models import CourseRegistration
from learning.lrs.batches import Batch
from learning.lrs.facts import fact
from learning.lrs.models import Actor
from learning.lrs.store import store
from learning.records.models import Record
from learning.xapi import activity_types, builders, verbs
from tests.factories.courses import NOW, complete_lessons, started

SLUG = "asking-good-questions"


def completed(actor: Actor, lesson: Step, registration: uuid.UUID) -> dict:
    activity = builders.activity(
        lesson.term.iri, type=activity_types.LESSON, name={"en": lesson.title}
    )
    return fact(
        person_actor=actor,
        verb=verbs.COMPLETED,
        activity=activity,
        timestamp=NOW,
        registration=registration,
    )


def courses_completed(registration: CourseRegistration) -> list[Record]:
    return list(
        Record.objects.filter(
            activity=registration.version.activity.term, completed_at__isnull=False
        )
    )


def test_nobody_takes_a_step_for_somebody_else(course: CoursePage, people) -> None:
    started(people.learner, SLUG)
    going = CourseRegistration.objects.get()
    lessons = list(going.version.steps.select_related("term"))
    store([completed(people.outsider.actor, lesson, going.pk) for lesson in lessons], now=NOW)
    assert courses_completed(going) == []
    complete_lessons(people.learner, SLUG, 1)
    assert courses_completed(going) == []
    complete_lessons(people.learner, SLUG, 2)
    assert [record.actor for record in courses_completed(going)] == [people.learner.actor]


def test_somebody_elses_step_in_one_batch_hides_nobodys_own(course: CoursePage, people) -> None:
    started(people.learner, SLUG)
    going = CourseRegistration.objects.get()
    lessons = list(going.version.steps.select_related("term"))
    complete_lessons(people.learner, SLUG, 1)
    store(
        [
            completed(people.learner.actor, lessons[1], going.pk),
            completed(people.outsider.actor, lessons[1], going.pk),
        ],
        now=NOW,
    )
    assert [record.actor for record in courses_completed(going)] == [people.learner.actor]


def test_a_batch_that_finishes_nothing_costs_one_query(
    course: CoursePage, people, django_assert_num_queries
) -> None:
    started(people.learner, SLUG)
    going = CourseRegistration.objects.get()
    lesson = going.version.steps.select_related("term").first()
    new = store(
        [completed(people.learner.actor, lesson, going.pk)]
        + [completed(people.outsider.actor, lesson, uuid.uuid4()) for _each in range(30)],
        now=NOW,
    ).new
    with django_assert_num_queries(1):
        assert roll_up(Batch(new)) == []
    with django_assert_num_queries(0):
        assert roll_up(Batch([])) == []
