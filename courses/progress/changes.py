"""Taking the people who are part-way through a published course along when it changes.

Three ways (courses.content.review.reach): a correction reaches everyone at once; any other change
reaches everyone from their next step, or only those who start later. Nobody loses what they have
completed: steps keep their identity from version to version.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import (
    BooleanField,
    Case,
    Count,
    Exists,
    ExpressionWrapper,
    Model,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    When,
)
from django.utils import timezone
from wagtail.models import Page

from cms.steps.contract import DoneBy
from courses.content.models import CoursePage, CourseVersion, Step
from courses.content.review.reach import Reach
from courses.progress.models import CourseRegistration
from courses.progress.statements import course_completed
from learning.lrs.sql import run
from learning.lrs.store import store
from learning.records.models import Record

# Who has done every step that counts in a version, and has not completed the course.
_NOTHING_LEFT = """
SELECT going.registration_id
  FROM progress_courseregistration going
  JOIN content_courseversion version ON version.id = going.version_id
  JOIN catalogue_activity course ON course.id = version.activity_id
 WHERE going.version_id = %(version)s
   AND (%(only)s::uuid IS NULL OR going.registration_id = %(only)s::uuid)
   AND NOT EXISTS (
       SELECT FROM content_step step
        WHERE step.course_id = version.id AND step.required AND NOT EXISTS (
              SELECT FROM records_record done
               WHERE done.registration = going.registration_id
                 AND done.activity_id = step.term_id
                 AND CASE step.done_by WHEN 'passed' THEN done.passed_at
                                       ELSE done.completed_at END IS NOT NULL))
   AND NOT EXISTS (
       SELECT FROM records_record
        WHERE registration = going.registration_id AND activity_id = course.term_id
              AND completed_at IS NOT NULL)
"""


@dataclass(frozen=True)
class Audience:
    """The people whom a change of a course can reach.

    ``in_lesson`` counts those who have opened a lesson and not completed it, by its step;
    ``between`` those part-way through who are in none.
    """

    in_lesson: dict[UUID, int]
    between: int
    completed: int

    @property
    def going(self) -> int:
        """The number of people part-way through."""
        return sum(self.in_lesson.values()) + self.between

    @property
    def everyone(self) -> int:
        """The number of people who have started the course."""
        return self.going + self.completed


def audience_of(*, course: CoursePage) -> Audience:
    """Count the people in ``course`` by where they are, in two queries."""
    going = part_way_through([course])
    counted = {
        (row["in_lesson"], row["step"]): row["people"]
        for row in going.values("in_lesson", "step").annotate(people=Count("pk"))
    }
    taken = CourseRegistration.objects.filter(version__page=course, registration__closed_at=None)
    return Audience(
        in_lesson={step: people for (within, step), people in counted.items() if within},
        between=sum(people for (within, _step), people in counted.items() if not within),
        completed=taken.filter(taken_to_the_end()).count(),
    )


def move_on(*, page: Page, version: Model) -> None:
    """Move people on to the version just published, as far as it is meant to reach them.

    Called by the gate, in the publishing transaction. Anyone who then has nothing left to do has
    completed the course.
    """
    if not isinstance(page, CoursePage) or not isinstance(version, CourseVersion):
        return
    if version.number == 1:
        return
    if version.reach == Reach.CORRECTION:
        _correct(version)
    elif version.reach == Reach.EVERYONE:
        _take_everyone(page, version)
    complete_where_nothing_is_left(version, now=timezone.now())


def go_on(registration: CourseRegistration) -> bool:
    """Begin the version that awaits ``registration``, a locked row; tell whether there was one."""
    if registration.next_version is None:
        return False
    registration.version, registration.next_version = registration.next_version, None
    registration.save(update_fields=["version", "next_version"])
    return True


def _correct(version: CourseVersion) -> None:
    # Anyone who stayed on an older version never had the words that were corrected.
    corrected = CourseVersion.objects.filter(
        activity=version.activity_id, number=version.number - 1
    )
    CourseRegistration.objects.filter(version__in=corrected).update(version=version)
    CourseRegistration.objects.filter(next_version__in=corrected).update(next_version=version)


def _take_everyone(page: CoursePage, version: CourseVersion) -> None:
    behind = part_way_through([page]).exclude(version=version)
    behind.filter(in_lesson=True).update(next_version=version)
    behind.filter(in_lesson=False).update(version=version, next_version=None)


def part_way_through(courses: Sequence[CoursePage]) -> QuerySet[Any]:
    """Return those who have not completed a course; ``in_lesson`` tells if a lesson is open."""
    return _with_the_open_lesson(
        CourseRegistration.objects.filter(
            version__page__in=courses, registration__closed_at=None
        ).exclude(taken_to_the_end())
    )


def is_in_a_lesson(registration: CourseRegistration) -> bool:
    """Tell whether somebody has opened a lesson of their version and not completed it."""
    own = CourseRegistration.objects.filter(pk=registration.pk)
    return _with_the_open_lesson(own).filter(in_lesson=True).exists()


def _with_the_open_lesson(taken: QuerySet[CourseRegistration]) -> QuerySet[Any]:
    here = Step.objects.filter(course=OuterRef("version"), key=OuterRef("step"))
    record = Record.objects.filter(registration=OuterRef("pk"), activity=OuterRef("term"))
    begun = Exists(record.filter(initialized_at__isnull=False))
    passed = Exists(record.filter(passed_at__isnull=False))
    completed = Exists(record.filter(completed_at__isnull=False))
    return taken.annotate(
        term=Subquery(here.values("term")), done_by=Subquery(here.values("done_by"))
    ).annotate(
        in_lesson=Case(
            When(done_by=DoneBy.PASSED, then=_condition(begun & ~passed)),
            default=_condition(begun & ~completed),
        )
    )


def _condition(condition: Q) -> ExpressionWrapper:
    return ExpressionWrapper(condition, output_field=BooleanField())


def taken_to_the_end() -> Exists:
    """Return the condition on a CourseRegistration that its course is completed."""
    return Exists(
        Record.objects.filter(
            registration=OuterRef("pk"),
            activity=OuterRef("version__activity__term"),
            completed_at__isnull=False,
        )
    )


def complete_where_nothing_is_left(
    version: CourseVersion, *, now: datetime, only: CourseRegistration | None = None
) -> None:
    """State that the people who have done all that counts in ``version`` completed the course.

    ``only`` looks at one of them, who has just begun it.
    """
    found = run(_NOTHING_LEFT, {"version": version.pk, "only": only and only.pk})
    if not found or not version.steps.filter(required=True).exists():
        return
    finished = CourseRegistration.objects.filter(pk__in=[key for (key,) in found]).select_related(
        "version__activity__term", "registration__actor"
    )
    store([course_completed(one, timestamp=now) for one in finished], now=now)
