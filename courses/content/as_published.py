"""A course and its lessons in the shape that learners read, saved or not.

Publishing freezes them in this shape, and a preview shows a draft in it: so both show the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wagtail.models import Revision

from cms.publishing.models import Approval, ApprovalBasis
from courses.content.models import CoursePage, CourseVersion, LessonPage, LessonVersion
from courses.content.rendering import BLOCK_SCHEMA
from courses.content.translating import is_translation


def course_as_published(
    course: CoursePage, lessons: Sequence[LessonPage], /, **more: Any
) -> CourseVersion:
    """Return ``course`` with ``lessons`` as a version not saved; ``more`` are its other fields."""
    return CourseVersion(
        title=course.title,
        summary=course.summary,
        outcomes=outcomes_of(course),
        accessibility_notes=course.accessibility_notes,
        minutes=minutes_of(lessons),
        language=course.locale.language_code,
        schema=BLOCK_SCHEMA,
        **more,
    )


def lesson_as_published(
    lesson: LessonPage, /, *, position: int, body: list[dict[str, Any]], **more: Any
) -> LessonVersion:
    """Return ``lesson`` with its rendered ``body`` as a version that is not saved."""
    return LessonVersion(
        step=lesson.step,
        position=position,
        slug=lesson.slug,
        title=lesson.title,
        summary=lesson.summary,
        minutes=lesson.minutes or 0,
        body=body,
        **more,
    )


def outcomes_of(course: CoursePage) -> list[str]:
    """Return what people can do after ``course``, each as it is read."""
    return [str(outcome.value) for outcome in course.outcomes]


def awaits_reviewer(course: CoursePage, revision: Revision | None) -> bool:
    """Tell whether learners are told that nobody has reviewed this translation yet."""
    loaded = Approval.objects.filter(revision=revision, basis=ApprovalBasis.LOADED)
    return is_translation(course) and loaded.exists()


def minutes_of(lessons: Sequence[LessonPage]) -> int:
    """Return how long the lessons take together; a draft may not say it of each."""
    return sum(lesson.minutes or 0 for lesson in lessons)
