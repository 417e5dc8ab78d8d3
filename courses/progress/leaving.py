"""Leaving a course that one has not completed, and coming back to where one was.

The registration is closed and stated as "unregistered", which Open edX and Moodle state beside
"registered" too. Nothing that was done in it is lost: starting the course again opens it again.
"""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from courses.content.models import CourseVersion
from courses.content.review.reach import Reach
from courses.progress.changes import go_on, is_in_a_lesson
from courses.progress.models import CourseRegistration
from courses.progress.selectors import CourseProgress
from courses.progress.statements import course_activity
from learning.lrs.facts import fact
from learning.lrs.models import Actor
from learning.lrs.store import store
from learning.lrs.transactions import one_transaction
from learning.people.models import User
from learning.records.models import Record, Registration
from learning.xapi import verbs


class CannotLeave(Exception):
    """Raised for leaving a course that was never started, or that is completed."""


@one_transaction
def leave_course(*, person: User, progress: CourseProgress, now: datetime) -> None:
    """Take ``person`` out of a course that they have started and not completed.

    Leaving twice (two tabs, a double click) is leaving once. Raises CannotLeave.
    """
    if progress.registration is None or person.actor is None:
        raise CannotLeave
    # The domain rows first, so that anyone who completes the last lesson in another tab takes
    # turns.
    taken = CourseRegistration.objects.select_for_update(of=("self",)).get(
        pk=progress.registration.pk
    )
    registration = Registration.objects.select_for_update().get(pk=taken.pk)
    if _is_completed(registration):
        raise CannotLeave
    if registration.closed_at is not None:
        return
    registration.closed_at = now
    registration.save(update_fields=["closed_at"])
    store([_said(person.actor, taken, verbs.UNREGISTERED, now)], now=now)


def take_up_again(
    *, actor: Actor, progress: CourseProgress, now: datetime
) -> CourseRegistration | None:
    """Open the registration again that ``actor`` left, and state it; None where there is none.

    They get what reached those who stayed, and as those do: from their next step where they are in
    the middle of one. Within ``one_transaction``.
    """
    # The domain rows first and in the order of leaving, so that two tabs take turns.
    taken = (
        CourseRegistration.objects.select_for_update(of=("self", "registration"))
        .select_related("registration", "version")
        .defer("version__raw")
        .filter(
            registration__actor=actor,
            registration__activity=progress.activity,
            registration__closed_at__isnull=False,
        )
        .order_by("-registration__closed_at")
        .first()
    )
    if taken is None or _is_completed(taken.registration):
        return None
    taken.registration.closed_at = None
    taken.registration.save(update_fields=["closed_at"])
    taken.next_version = _version_for_everyone(taken.version)
    taken.opened_at = now
    taken.save(update_fields=["next_version", "opened_at"])
    if not is_in_a_lesson(taken):
        go_on(taken)
    # Where nothing is left to do in that version, the roll-up completes the course.
    store([_said(actor, taken, verbs.REGISTERED, now)], now=now)
    return taken


def has_left(viewer: User, progress: CourseProgress) -> bool:
    """Tell whether the viewer was in the course, left it and can come back to where they were."""
    if progress.registration is not None or viewer.actor is None:
        return False
    return any(not _is_completed(one) for one in _left(viewer.actor, progress))


def _left(actor: Actor, progress: CourseProgress) -> QuerySet[Registration]:
    return Registration.objects.filter(
        actor=actor, activity=progress.activity, closed_at__isnull=False
    )


def _is_completed(registration: Registration) -> bool:
    return Record.objects.filter(
        registration=registration.pk,
        activity=registration.activity.term_id,
        completed_at__isnull=False,
    ).exists()


def _version_for_everyone(taken: CourseVersion) -> CourseVersion | None:
    """Return the version that reached everyone who stayed, if that is not the one taken.

    A correction reaches those who are on what it corrects.
    """
    reached = taken
    later = CourseVersion.objects.filter(activity=taken.activity_id, number__gt=taken.number).only(
        "activity", "number", "reach", "title", "language"
    )
    for version in later.order_by("number"):
        follows = version.reach == Reach.CORRECTION and version.number == reached.number + 1
        if version.reach == Reach.EVERYONE or follows:
            reached = version
    return None if reached.pk == taken.pk else reached


def _said(
    actor: Actor, taken: CourseRegistration, verb: verbs.Verb, now: datetime
) -> dict[str, object]:
    return fact(
        person_actor=actor,
        verb=verb,
        activity=course_activity(taken.version),
        timestamp=now,
        registration=taken.pk,
        # Each time is a decision of its own.
        occurrence=now.isoformat(),
        revision=str(taken.version.number),
        language=taken.version.language,
    )
