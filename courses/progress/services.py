"""The actions of a learner in a course: start it, open a step, answer, complete.

Each is one domain call that ends in ``learning.lrs.store``; the keys of our facts make saying
one twice (two tabs, a double click, a retried request) a no-op.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from courses.content.knowledge.checks import Check, CheckKind, Marked, mark
from courses.content.knowledge.statements import check_activity
from courses.progress.changes import complete_where_nothing_is_left, go_on
from courses.progress.leaving import take_up_again
from courses.progress.models import CourseRegistration
from courses.progress.selectors import CourseProgress, StepStatus, TakenStep, progress_now
from courses.progress.statements import course_activity, own_word_iri, step_activity
from learning.lrs.facts import fact, not_voided
from learning.lrs.models import Actor
from learning.lrs.store import store
from learning.lrs.transactions import one_transaction
from learning.people.models import User
from learning.records.models import Registration
from learning.xapi import builders, verbs


@one_transaction
def start_course(*, person: User, progress: CourseProgress, now: datetime) -> CourseRegistration:
    """Register ``person`` on the current version of a course; again changes nothing.

    Who has left it comes back to where they were.
    """
    actor = _actor(person)
    if progress.registration is None and (
        again := take_up_again(actor=actor, progress=progress, now=now)
    ):
        return again
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
def open_step(
    *, person: User, progress: CourseProgress, step: TakenStep, now: datetime
) -> CourseProgress:
    """Remember the place, state that the step was opened the first time it is; return both.

    What is returned is of another version than ``progress`` where the person's next step is one
    of a newer version of the course: they are on it now, and have to look again. What a
    department has added is no step of the course: it changes neither the place nor the version.
    """
    place = {} if step.is_added else {"step": step.key}
    if step.status is not StepStatus.NOT_STARTED:
        # Nothing to state and no version to begin: a page that is read again writes one row.
        going = CourseRegistration.objects.filter(
            pk=_key_of(progress), registration__closed_at__isnull=True
        )
        if not going.update(opened_at=now, **place):
            raise NotStarted  # left in another tab
        return progress
    registration = _registered(progress)
    if not step.is_added and go_on(registration):
        complete_where_nothing_is_left(registration.version, now=now, only=registration)
        return progress_now(progress, registration)
    registration.opened_at = now
    registration.step = place.get("step", registration.step)
    registration.save(update_fields=["step", "opened_at"])
    store([_step_fact(person, progress, step, registration, verbs.INITIALIZED, now)], now=now)
    return progress_now(progress, registration)


@one_transaction
def answer_check(
    *,
    person: User,
    progress: CourseProgress,
    step: TakenStep,
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
                activity=check_activity(step.frozen.term.iri, check, step.version.language),
                timestamp=now,
                registration=registration.pk,
                occurrence=f"{previous} {builders.join_response(chosen)}",
                result=builders.result(
                    response=builders.join_response(chosen), success=marked.correct
                ),
                parent=[step_activity(step.frozen, step.version.language)],
                grouping=[course_activity(progress.version)],
                revision=str(step.version.number),
                language=step.version.language,
            )
        ],
        now=now,
    )
    return marked


@one_transaction
def complete_step(
    *, person: User, progress: CourseProgress, step: TakenStep, now: datetime
) -> CourseProgress:
    """State that the step is completed; return the course as the store's consumers made it.

    Whatever comes next is of the newer version of the course, where one awaits this person.
    """
    registration = _registered(progress)
    # One that was taken back can be done again.
    said = not_voided(
        lambda occurrence: _step_fact(
            person, progress, step, registration, verbs.COMPLETED, now, occurrence
        )
    )
    if not step.is_added:
        go_on(registration)
    store([said], now=now)
    return progress_now(progress, registration)


class NotStarted(Exception):
    """Raised for doing something in a course before starting it."""


def _actor(person: User) -> Actor:
    if person.actor is None:
        raise NotStarted  # an erased person is no one who could learn
    return person.actor


def _key_of(progress: CourseProgress) -> UUID:
    if progress.registration is None:
        raise NotStarted
    return progress.registration.pk


def _registered(progress: CourseProgress) -> CourseRegistration:
    # The domain rows first, so that two tabs take turns; who has left in one is out in the other.
    registration = (
        CourseRegistration.objects.select_for_update(of=("self", "registration"))
        .select_related("registration")
        .filter(pk=_key_of(progress), registration__closed_at__isnull=True)
        .first()
    )
    if registration is None:
        raise NotStarted
    return registration


def _step_fact(
    person: User,
    progress: CourseProgress,
    step: TakenStep,
    registration: CourseRegistration,
    verb: verbs.Verb,
    now: datetime,
    occurrence: str = "",
) -> dict[str, Any]:
    completed = verb is verbs.COMPLETED
    return fact(
        person_actor=_actor(person),
        verb=verb,
        activity=step_activity(step.frozen, step.version.language),
        timestamp=now,
        registration=registration.pk,
        occurrence=occurrence,
        result=builders.result(completion=True) if completed else None,
        parent=[course_activity(progress.version)],
        revision=str(step.version.number),
        language=step.version.language,
        extensions={own_word_iri(): True} if completed and step.kind.own_word else None,
    )
