"""What a change of a published course does to the people who are part-way through it.

Three ways (courses.content.reach): a correction reaches everyone at once; any other change
reaches everyone from their next step, or only those who start later. Nobody loses what they have
completed: steps keep their identity from version to version.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.utils import timezone
from wagtail.models import Page, Revision

from courses.content.models import CoursePage, CourseVersion, LessonVersion
from courses.content.reach import Reach
from courses.progress.models import CourseRegistration
from courses.progress.statements import course_completed
from learning.lrs.sql import run
from learning.lrs.store import store
from learning.records.models import Record

# Who has done every lesson of a version, and has not completed the course.
_NOTHING_LEFT = """
SELECT going.registration_id
  FROM progress_courseregistration going
  JOIN content_courseversion version ON version.id = going.version_id
  JOIN catalogue_activity course ON course.id = version.activity_id
 WHERE going.version_id = %(version)s
   AND NOT EXISTS (
       SELECT term_id FROM content_lessonversion WHERE course_id = version.id
       EXCEPT
       SELECT activity_id FROM records_record
        WHERE registration = going.registration_id AND completed_at IS NOT NULL)
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


def move_on(*, page: Page, revision: Revision, user: Any) -> None:
    """Take along to the version just published whomever it is meant to reach.

    Called by the gate, in the publishing transaction. Whoever then has nothing left to do has
    completed the course.
    """
    if not isinstance(page, CoursePage):
        return
    version = CourseVersion.objects.filter(page=page, current=True).first()
    if version is None or version.number == 1:
        return
    if version.reach == Reach.CORRECTION:
        _correct(version)
    elif version.reach == Reach.EVERYONE:
        _take_everyone(page, version)
    _complete_where_nothing_is_left(version, now=timezone.now())


def go_on(registration: CourseRegistration) -> bool:
    """Begin the version that awaits ``registration``, a locked row; tell whether there was one."""
    if registration.next_version is None:
        return False
    registration.version, registration.next_version = registration.next_version, None
    registration.save(update_fields=["version", "next_version"])
    return True


def _correct(version: CourseVersion) -> None:
    # Whoever stayed on an older version never had the words that were corrected.
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
    """Return who has not completed a course, with ``in_lesson``: whether a lesson is open."""
    term = LessonVersion.objects.filter(course=OuterRef("version"), step=OuterRef("step")).values(
        "term"
    )
    of_the_step = Record.objects.filter(registration=OuterRef("pk"), activity=OuterRef("term"))
    return (
        CourseRegistration.objects.filter(version__page__in=courses, registration__closed_at=None)
        .exclude(taken_to_the_end())
        .annotate(term=Subquery(term))
        .annotate(
            in_lesson=Exists(of_the_step.filter(initialized_at__isnull=False))
            & ~Exists(of_the_step.filter(completed_at__isnull=False))
        )
    )


def taken_to_the_end() -> Exists:
    """Return the condition on a CourseRegistration that its course is completed."""
    return Exists(
        Record.objects.filter(
            registration=OuterRef("pk"),
            activity=OuterRef("version__activity__term"),
            completed_at__isnull=False,
        )
    )


def _complete_where_nothing_is_left(version: CourseVersion, *, now: datetime) -> None:
    found = run(_NOTHING_LEFT, {"version": version.pk})
    if not found or not version.lessons.exists():
        return
    finished = CourseRegistration.objects.filter(pk__in=[key for (key,) in found]).select_related(
        "version__activity__term", "registration__actor"
    )
    store([course_completed(one, timestamp=now) for one in finished], now=now)
