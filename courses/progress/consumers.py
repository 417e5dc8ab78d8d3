"""The consumer of statements about steps, by which steps make a course."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from courses.progress.models import CourseRegistration
from courses.progress.statements import course_completed
from learning.lrs.actors import platform_identifier
from learning.lrs.batches import Batch, Replayed
from learning.lrs.facts import taken_back
from learning.lrs.sql import array, run
from learning.xapi import verbs

DOES_A_STEP = {verbs.COMPLETED.iri, verbs.PASSED.iri}
# Who comes back may go on in a newer version, in which nothing is left to do.
MAY_FINISH = DOES_A_STEP | {verbs.REGISTERED.iri}
# A registration and the number of its person.
Pair = tuple[Any, int]

# Who goes through which course, of some people: only the person registered can finish it.
_GOING = """
  FROM unnest(%(registrations)t::uuid[], %(people)t::bigint[]) AS said(registration, person)
  JOIN progress_courseregistration going ON going.registration_id = said.registration
  JOIN records_registration registration
    ON registration.id = going.registration_id AND registration.actor_id = said.person
  JOIN content_courseversion version ON version.id = going.version_id
  JOIN catalogue_activity course ON course.id = version.activity_id
"""
_DONE_AT = "CASE step.done_by WHEN 'passed' THEN done.passed_at ELSE done.completed_at END"
_OF_A_STEP = """
done.registration = going.registration_id AND done.actor_id = said.person
AND done.activity_id = step.term_id
"""
_A_STEP_IS_LEFT = f"""
EXISTS (SELECT FROM content_step step
         WHERE step.course_id = version.id AND step.required AND NOT EXISTS (
               SELECT FROM records_record done WHERE {_OF_A_STEP} AND {_DONE_AT} IS NOT NULL))
"""
# Whose last step has just been done: SQL, because most batches finish no course and pay for this
# one look, which is planned once a connection.
_FINISHED = f"""
SELECT going.registration_id, said.person {_GOING}
 WHERE EXISTS (SELECT FROM content_step step WHERE step.course_id = version.id AND step.required)
   AND NOT {_A_STEP_IS_LEFT}
   AND NOT EXISTS (
       SELECT FROM records_record
        WHERE registration = going.registration_id AND actor_id = said.person
              AND activity_id = course.term_id AND completed_at IS NOT NULL)
"""
# When the last step was done, of courses that are finished.
_LAST_DONE = f"""
SELECT going.registration_id, max({_DONE_AT}) {_GOING}
  JOIN content_step step ON step.course_id = version.id AND step.required
  JOIN records_record done ON {_OF_A_STEP}
 GROUP BY going.registration_id
"""
# What we said of a course that is not finished, or not any more. What somebody else said of it,
# who may vouch for it, stays.
_NOT_FINISHED = f"""
SELECT going.registration_id, completed.id {_GOING}
  JOIN lrs_statement completed
    ON completed.registration = going.registration_id AND completed.actor_id = said.person
       AND completed.activity_id = course.term_id AND NOT completed.voided
  JOIN lrs_term verb ON verb.id = completed.verb_id AND verb.iri = %(completed)t
  JOIN lrs_actor authority
    ON authority.id = completed.authority_id AND authority.digest = %(platform)t::uuid
 WHERE {_A_STEP_IS_LEFT}
"""
_OF_PEOPLE = """
SELECT id, actor_id FROM records_registration WHERE actor_id = ANY(%(people)t::bigint[])
"""


class RollUp:
    """A consumer that states a course as completed at its last step, and takes that back again."""

    def __call__(self, batch: Batch) -> Iterable[dict[str, Any]]:
        """Return "completed" for each course just finished, and "voided" where one is not any more.

        One query a batch of either, and more where a course changes. The store has locked the
        actors' rows, so of two sessions that finish the last two steps at once the second sees
        what the first did.
        """
        done = {
            (statement.registration, statement.actor_id): statement.timestamp
            for statement in batch.stored
            if statement.vouched and statement.verb in MAY_FINISH and statement.registration
        }
        voidings = [one.timestamp for one in batch.stored if one.verb == verbs.VOIDED.iri]
        undone = {
            (statement.registration, statement.actor_id): max(voidings, default=statement.timestamp)
            for statement in batch.retracted
            if statement.vouched and statement.verb in DOES_A_STEP and statement.registration
        }
        # A step may have been taken back in the batch that did the last.
        return [*_completed(done), *_taken_back(undone)]

    def replay(self, people: Collection[int], *, check: bool) -> Replayed:
        """Find what would be stated of the courses of these people, and has not been."""
        pairs = [(one, person) for one, person in run(_OF_PEOPLE, {"people": array(people)})]
        if not pairs:
            return Replayed()
        last = dict(run(_LAST_DONE, _arrays(pairs)))
        now = timezone.now()
        statements = [
            *_completed({pair: last[pair[0]] for pair in pairs if last.get(pair[0])}),
            *_taken_back(dict.fromkeys(pairs, now)),
        ]
        return Replayed(
            differences=[
                f"{said['object']['id']}: statement {said['id']} has not been made"
                for said in statements
            ],
            statements=statements,
        )


roll_up = RollUp()


def _arrays(pairs: Collection[Pair]) -> dict[str, Any]:
    return {
        "registrations": array([registration for registration, _person in pairs]),
        "people": array([person for _registration, person in pairs]),
    }


def _completed(done: Mapping[Pair, datetime]) -> Iterator[dict[str, Any]]:
    """Yield what is to be stated of the courses that are finished, of people and their times."""
    finished = dict(run(_FINISHED, _arrays(done))) if done else {}
    for going in _going(finished):
        yield course_completed(going, timestamp=done[going.pk, finished[going.pk]])


def _taken_back(undone: Mapping[Pair, datetime]) -> Iterator[dict[str, Any]]:
    """Yield the voiding of what we said of courses that are not finished."""
    if not undone:
        return
    said: dict[Any, list[UUID]] = {}
    platform = platform_identifier().digest
    asked = {**_arrays(undone), "completed": verbs.COMPLETED.iri, "platform": platform}
    for registration, statement in run(_NOT_FINISHED, asked):
        said.setdefault(registration, []).append(statement)
    for going in _going(said):
        actor = going.registration.actor
        for statement in said[going.pk]:
            yield taken_back(
                person_actor=actor,
                statement=statement,
                activity=going.version.activity.term.iri,
                timestamp=undone[going.pk, actor.pk],
            )


def _going(registrations: Collection[Any]) -> Iterable[CourseRegistration]:
    if not registrations:
        return []
    return CourseRegistration.objects.filter(pk__in=list(registrations)).select_related(
        "version__activity__term", "registration__actor"
    )
