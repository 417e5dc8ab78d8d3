"""A course and its steps in the shape that learners read, saved or not.

Publishing freezes them in this shape, and a preview shows a draft in it: so both show the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wagtail.models import Revision

from cms.publishing.models import Approval, ApprovalBasis
from cms.steps.contract import Prepared, StepKind
from courses.content.freezing.rendering import BLOCK_SCHEMA
from courses.content.models import CoursePage, CourseVersion, Step
from courses.content.translation.courses import is_translation


def course_as_published(
    course: CoursePage, steps: Sequence[Prepared], /, **more: Any
) -> CourseVersion:
    """Return ``course`` with ``steps`` as a version not saved; ``more`` are its other fields."""
    return CourseVersion(
        title=course.title,
        summary=course.summary,
        outcomes=outcomes_of(course),
        accessibility_notes=course.accessibility_notes,
        minutes=minutes_of(steps),
        language=course.locale.language_code,
        schema=BLOCK_SCHEMA,
        **more,
    )


def step_as_published(kind: StepKind, prepared: Prepared, /, *, position: int, **more: Any) -> Step:
    """Return a step of a draft as it would be published, not saved."""
    return Step(
        kind=kind.name,
        key=prepared.key,
        position=position,
        slug=prepared.slug,
        title=prepared.title,
        summary=prepared.summary,
        minutes=prepared.minutes,
        required=prepared.required,
        done_by=kind.done_by,
        **more,
    )


def outcomes_of(course: CoursePage) -> list[str]:
    """Return the outcomes of ``course``, each as it is read."""
    return [str(outcome.value) for outcome in course.outcomes]


def awaits_reviewer(course: CoursePage, revision: Revision | None) -> bool:
    """Tell whether learners are told that nobody has reviewed this translation yet."""
    loaded = Approval.objects.filter(revision=revision, basis=ApprovalBasis.LOADED)
    return is_translation(course) and loaded.exists()


def minutes_of(steps: Sequence[Prepared]) -> int:
    """Return the minutes of the steps that count, together; a draft may not say it of each."""
    return sum(step.minutes for step in steps if step.required)
