"""What was stated by mistake is taken back, with all that followed from it."""

from __future__ import annotations

import uuid
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from courses.content.models import CoursePage
from courses.progress.models import CourseRegistration
from courses.progress.selectors import CourseProgress, course_progress
from courses.progress.services import complete_step
from learning.lrs.actors import agent_of
from learning.lrs.credentials import create_credential
from learning.lrs.models import Scope, Statement
from learning.lrs.replaying import replay
from learning.lrs.sources import OURS, source_of
from learning.lrs.store import store
from learning.people.models import User
from learning.records.models import Record
from learning.xapi import builders, verbs
from learning.xapi.validation import Version
from tests.factories.courses import NOW, complete_lessons, started
from tests.factories.step_kinds import EXTERNAL

pytestmark = pytest.mark.django_db
SLUG = "asking-good-questions"
LATER = NOW + timedelta(days=1)


def void(statement: Statement) -> None:
    """Take a statement back, as an administrator does."""
    store(
        [
            builders.statement(
                id=uuid.uuid4(),
                actor=agent_of(statement.actor),
                verb=verbs.VOIDED,
                object=builders.statement_ref(statement.id),
                timestamp=LATER,
            )
        ],
        now=LATER,
        source=OURS,
    )


def completion_of(progress: CourseProgress, number: int) -> Statement:
    return Statement.objects.get(
        verb__iri=verbs.COMPLETED.iri,
        activity=progress.steps[number - 1].frozen.term_id,
        voided=False,
    )


def said_of_the_course(verb: verbs.Verb = verbs.COMPLETED) -> list[Statement]:
    course = CourseRegistration.objects.get().version.activity.term
    return list(Statement.objects.filter(verb__iri=verb.iri, activity=course).order_by("seq"))


@pytest.fixture
def learner(course: CoursePage, people: Any) -> User:
    """Somebody who has finished the course of two lessons."""
    started(people.learner, SLUG)
    complete_lessons(people.learner, SLUG, 1, 2)
    return people.learner


def test_taking_a_step_back_takes_the_course_back(learner: User) -> None:
    progress = course_progress(learner, SLUG)
    assert progress.completed_at
    (completed,) = said_of_the_course()
    void(completion_of(progress, 2))
    after = course_progress(learner, SLUG)
    assert [step.is_done for step in after.steps] == [True, False]
    assert after.completed_at is None
    assert after.next_step.number == 2
    completed.refresh_from_db()
    assert completed.voided
    ours = Statement.objects.get(verb__iri=verbs.VOIDED.iri, refers_to=completed.id)
    assert (ours.actor_id, ours.timestamp) == (learner.actor_id, LATER)
    assert replay(now=LATER, check=True)[1].differences == []


def test_what_was_taken_back_can_be_done_again(learner: User) -> None:
    for _time in range(3):
        progress = course_progress(learner, SLUG)
        before = completion_of(progress, 2)
        void(before)
        progress = course_progress(learner, SLUG)
        for _twice in range(2):
            complete_step(person=learner, progress=progress, step=progress.steps[1], now=LATER)
        after = course_progress(learner, SLUG)
        assert after.completed_at == LATER
        assert completion_of(after, 2).id != before.id
    assert [one.voided for one in said_of_the_course()] == [True, True, True, False]
    assert replay(now=LATER, check=True)[1].differences == []


def test_a_step_that_was_done_twice_is_done_until_both_are_taken_back(learner: User) -> None:
    progress = course_progress(learner, SLUG)
    other = builders.statement(
        id=uuid.uuid4(),
        actor=agent_of(learner.actor),
        verb=verbs.COMPLETED,
        object=builders.activity(
            progress.steps[1].frozen.term.iri,
            type=progress.steps[1].kind.activity_type,
            name={"en": "x"},
        ),
        timestamp=NOW,
        registration=progress.registration.pk,
    )
    first = completion_of(progress, 2)
    store([other], now=NOW)
    void(first)
    assert course_progress(learner, SLUG).completed_at
    void(Statement.objects.get(id=other["id"]))
    assert course_progress(learner, SLUG).completed_at is None


def test_what_somebody_else_may_vouch_for_stays(learner: User) -> None:
    registration = CourseRegistration.objects.get()
    iri = registration.version.activity.term.iri
    partner = create_credential(name="partner", scopes=[Scope.ALL], activities=iri).credential
    type(partner).objects.update(trusted=True)
    partner.refresh_from_db()
    said = {
        "actor": agent_of(learner.actor),
        "verb": verbs.COMPLETED.as_json(),
        "object": {"id": iri},
        "timestamp": NOW.isoformat(),
        "context": {"registration": str(registration.pk)},
    }
    store([said], now=NOW, source=source_of(partner, Version.V1_0))
    void(completion_of(course_progress(learner, SLUG), 2))
    assert [one.voided for one in said_of_the_course()] == [True, False]
    record = Record.objects.get(activity__iri=iri, actor=learner.actor)
    assert record.completed_at is not None


def test_a_check_tells_what_was_not_stated_and_a_rebuild_states_it(learner: User) -> None:
    Statement.objects.filter(pk=said_of_the_course()[0].pk).update(voided=True)
    with pytest.raises(CommandError, match="differ"):
        call_command("rebuild_records", "--check", stdout=StringIO())
    call_command("rebuild_records", stdout=StringIO())
    assert course_progress(learner, SLUG).completed_at == NOW
    call_command("rebuild_records", "--check", stdout=StringIO())
    # And the opposite: a course that is said to be finished, and is not.
    Statement.objects.filter(pk=completion_of(course_progress(learner, SLUG), 1).pk).update(
        voided=True
    )
    call_command("rebuild_records", stdout=StringIO())
    assert course_progress(learner, SLUG).completed_at is None
    call_command("rebuild_records", "--check", stdout=StringIO())


def test_a_step_of_another_kind_is_taken_back_as_well(
    with_a_step: CoursePage, writing: Any
) -> None:
    person = writing.cast.learner
    started(person, SLUG)
    progress = course_progress(person, SLUG)
    if progress.steps[1].frozen.kind != EXTERNAL.name:
        pytest.skip("stated by its own room")
    for step in progress.steps:
        complete_step(person=person, progress=progress, step=step, now=NOW)
    assert course_progress(person, SLUG).completed_at
    void(completion_of(progress, 2))
    assert course_progress(person, SLUG).completed_at is None


MOVES = st.lists(
    st.tuples(st.sampled_from(["do", "void", "rebuild", "lose a record"]), st.integers(1, 2)),
    max_size=12,
)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(moves=MOVES)
def test_whatever_happens_the_course_is_what_its_steps_say(
    course: CoursePage, people: Any, moves: list[tuple[str, int]]
) -> None:
    person = people.mentor
    progress = started(person, SLUG)
    now = NOW
    for what, number in moves:
        now += timedelta(minutes=1)
        progress = course_progress(person, SLUG)
        step = progress.steps[number - 1]
        if what == "do":
            complete_step(person=person, progress=progress, step=step, now=now)
        elif what == "void" and step.is_done:
            void(completion_of(progress, number))
        elif what == "lose a record":
            Record.objects.filter(actor=person.actor, activity=step.frozen.term_id).delete()
            replay(now=now, actors=[person.actor_id])
        elif what == "rebuild":
            replay(now=now, actors=[person.actor_id])
        after = course_progress(person, SLUG)
        assert bool(after.completed_at) is all(step.is_done for step in after.steps)
        assert replay(now=now, actors=[person.actor_id], check=True)[1].differences == []
    # Every example goes on where the last one ended, so that histories grow long.
