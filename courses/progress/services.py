"""What a learner does in a course: start it, open a lesson, answer, complete.

Each is one domain call that ends in ``learning.lrs.store``; the keys of our facts make saying
one twice (two tabs, a double click, a retried request) a no-op.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import uuid4

from courses.content.knowledge_checks import Check, CheckKind, Marked, mark
from courses.progress.changes import go_on
from courses.progress.models import CourseRegistration
from courses.progress.selectors import AddedStep, CourseProgress, Step, StepStatus
from courses.progress.statements import check_activity, course_activity, lesson_activity
from learning.lrs.facts import fact
from learning.lrs.models import Actor
from learning.lrs.store import store
from learning.lrs.transactions import one_transaction
from learning.people.models import User
from learning.records.models import Registration
from learning.xapi import builders, verbs


@one_transaction
def start_course(*, person: User, progress: CourseProgress, now: datetime) -> CourseRegistration:
    """Register ``person`` on the current version of a course; again changes nothing."""
    actor = _actor(person)
    registration, _created = Registration.objects.get_or_create(
        actor=actor,
        activity=progress.activity,
        closed_at=None,
        defaults={"id": uuid4(), "started_at": now},
    )
    taken, created = CourseRegistration.objects.get_or_create(
        registration=registration, defaults={"version": progress.version}
    )
    if created:
        store(
            [
                fact(
                    person_actor=actor,
                    verb=verbs.REGISTERED,
                    activity=course_activity(progress.version),
                    timestamp=now,
                    registration=registration.pk,
                    revision=str(progress.version.number),
                    language=progress.version.language,
                )
            ],
            now=now,
        )
    return taken


@one_transaction
def open_lesson(
    *, person: User, progress: CourseProgress, step: Step | AddedStep, now: datetime
) -> bool:
    """Remember the place, and state that the lesson was opened the first time it is.

    Returns False where nothing was opened, for the person's next step is one of a newer version
    of the course: they are on it now, and have to look again. A lesson that a department has
    added is no step of the course: it changes neither the place nor the version.
    """
    registration = _registered(progress)
    if isinstance(step, Step):
        if step.status is StepStatus.NOT_STARTED and go_on(registration):
            return False
        registration.step = step.lesson.step
    registration.opened_at = now
    registration.save(update_fields=["step", "opened_at"])
    if step.status is StepStatus.NOT_STARTED:
        said = _lesson_fact(person, progress, step, registration, verbs.INITIALIZED, now)
        store([said], now=now)
    return True


@one_transaction
def answer_check(
    *,
    person: User,
    progress: CourseProgress,
    step: Step | AddedStep,
    check: Check,
    answer: Sequence[str],
    previous: str,
    now: datetime,
) -> Marked:
    """Mark an answer to a knowledge check and state it.

    ``previous`` is the statement id of the answer that the form was shown with, or "": sending
    the same form twice states one answer, answering again states another. Raises UnusableAnswer.
    """
    registration = _registered(progress)
    marked = mark(check, answer)
    ordered = check.kind is CheckKind.ORDERING
    chosen = marked.answer if ordered else tuple(sorted(marked.answer))
    store(
        [
            fact(
                person_actor=_actor(person),
                verb=verbs.ANSWERED,
                activity=check_activity(step.lesson, check, step.version.language),
                timestamp=now,
                registration=registration.pk,
                occurrence=f"{previous} {builders.join_response(chosen)}",
                result=builders.result(
                    response=builders.join_response(chosen), success=marked.correct
                ),
                parent=[lesson_activity(step.lesson, step.version.language)],
                grouping=[course_activity(progress.version)],
                revision=str(step.version.number),
                language=step.version.language,
            )
        ],
        now=now,
    )
    return marked


@one_transaction
def complete_lesson(
    *, person: User, progress: CourseProgress, step: Step | AddedStep, now: datetime
) -> None:
    """State that the lesson is completed; the store's consumers make the course of it.

    Whatever comes next is of the newer version of the course, where one awaits this person.
    """
    registration = _registered(progress)
    said = _lesson_fact(person, progress, step, registration, verbs.COMPLETED, now)
    if isinstance(step, Step):
        go_on(registration)
    store([said], now=now)


class NotStarted(Exception):
    """Raised for doing something in a course before starting it."""


def _actor(person: User) -> Actor:
    if person.actor is None:
        raise NotStarted  # an erased person is nobody who could learn
    return person.actor


def _registered(progress: CourseProgress) -> CourseRegistration:
    if progress.registration is None:
        raise NotStarted
    # The domain row first, so that two tabs take turns.
    return CourseRegistration.objects.select_for_update(of=("self",)).get(
        pk=progress.registration.pk
    )


def _lesson_fact(
    person: User,
    progress: CourseProgress,
    step: Step | AddedStep,
    registration: CourseRegistration,
    verb: verbs.Verb,
    now: datetime,
) -> dict[str, object]:
    return fact(
        person_actor=_actor(person),
        verb=verb,
        activity=lesson_activity(step.lesson, step.version.language),
        timestamp=now,
        registration=registration.pk,
        result=builders.result(completion=True) if verb is verbs.COMPLETED else None,
        parent=[course_activity(progress.version)],
        revision=str(step.version.number),
        language=step.version.language,
    )
