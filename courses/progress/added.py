"""What departments have added to a course, as one of their people has it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from courses.additions.models import AdditionVersion
from courses.additions.selectors import additions_for
from courses.progress.selectors import AddedStep, CourseProgress, LessonNotFound, how_far
from learning.people.models import User


@dataclass(frozen=True)
class Note:
    """Words of one department at one place."""

    addition: AdditionVersion
    html: str


@dataclass(frozen=True)
class Added:
    """What one department adds; ``notes`` are those that stand on the page of the course."""

    version: AdditionVersion
    notes: tuple[Note, ...]
    steps: tuple[AddedStep, ...]


@dataclass(frozen=True)
class Additions:
    """What all departments above a person add to a course."""

    parts: tuple[Added, ...]
    at_lessons: dict[str, tuple[Note, ...]]

    def notes_at(self, step: UUID) -> tuple[Note, ...]:
        """Return the notes that stand at one lesson of the course."""
        return self.at_lessons.get(str(step), ())

    def step_named(self, step: UUID) -> AddedStep:
        """Return one of the lessons. Raises LessonNotFound."""
        for part in self.parts:
            for one in part.steps:
                if one.lesson.step == step:
                    return one
        raise LessonNotFound(step)


def additions_to(progress: CourseProgress, viewer: User) -> Additions:
    """Return what the viewer's departments add to a course, in two queries.

    A note at a lesson that this version of the course has not, or has not any more, stands on
    the page of the course: no change of the course loses it.
    """
    versions = additions_for(
        viewer, work=progress.activity.work, language=progress.version.language
    )
    here = {str(step.lesson.step) for step in progress.steps}
    at_lessons: dict[str, tuple[Note, ...]] = {}
    parts = []
    for version in versions:
        on_the_course = []
        for one in version.notes:
            note = Note(version, one["html"])
            if one["step"] in here:
                at_lessons[one["step"]] = (*at_lessons.get(one["step"], ()), note)
            else:
                on_the_course.append(note)
        steps = tuple(
            AddedStep(lesson=lesson, **how_far(progress.records.get(lesson.term_id)))
            for lesson in version.lessons.all()
        )
        parts.append(Added(version, tuple(on_the_course), steps))
    return Additions(tuple(parts), at_lessons)
