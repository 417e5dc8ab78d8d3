"""Steps make a course: what follows from statements about lessons."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from courses.progress.models import CourseRegistration
from courses.progress.statements import course_completed
from learning.lrs.batches import Batch
from learning.lrs.sql import array, run
from learning.xapi import verbs

# Whose last step has just been done: SQL, because most batches finish no course and pay for this
# one look, which is planned once a connection. Only the person registered can finish a course.
_FINISHED = """
SELECT going.registration_id
  FROM unnest(%(registrations)t::uuid[], %(people)t::bigint[]) AS said(registration, person)
  JOIN progress_courseregistration going ON going.registration_id = said.registration
  JOIN records_registration registration
    ON registration.id = going.registration_id AND registration.actor_id = said.person
  JOIN content_courseversion version ON version.id = going.version_id
  JOIN catalogue_activity course ON course.id = version.activity_id
 WHERE EXISTS (SELECT FROM content_lessonversion WHERE course_id = version.id)
   AND NOT EXISTS (
       SELECT term_id FROM content_lessonversion WHERE course_id = version.id
       EXCEPT
       SELECT activity_id FROM records_record
        WHERE registration = going.registration_id AND actor_id = said.person
              AND completed_at IS NOT NULL)
   AND NOT EXISTS (
       SELECT FROM records_record
        WHERE registration = going.registration_id AND actor_id = said.person
              AND activity_id = course.term_id AND completed_at IS NOT NULL)
"""


def roll_up(batch: Batch) -> Iterable[dict[str, Any]]:
    """Return "completed" for each course whose last step has just been completed.

    One query a batch, and one more where a course is finished. The store has locked the actors'
    rows, so of two sessions that finish the last two steps at once the second sees what the first
    did.
    """
    completed = {
        (statement.registration, statement.actor_id): statement
        for statement in batch.stored
        if statement.vouched and statement.verb == verbs.COMPLETED.iri and statement.registration
    }
    if not completed:
        return []
    found = run(
        _FINISHED,
        {
            "registrations": array([registration for registration, _person in completed]),
            "people": array([person for _registration, person in completed]),
        },
    )
    if not found:
        return []
    finished = CourseRegistration.objects.filter(
        pk__in=[registration for (registration,) in found]
    ).select_related("version__activity__term", "registration__actor")
    return [
        course_completed(
            registration,
            timestamp=completed[registration.pk, registration.registration.actor_id].timestamp,
        )
        for registration in finished
    ]
