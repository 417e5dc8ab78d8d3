"""The additions of departments to a course, as one of their people has them."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from cms.blocks.frozen import as_shown
from courses.additions.selectors import additions_for
from courses.content.models import AdditionVersion
from courses.progress.selectors import CourseProgress, StepNotFound, TakenStep, taken_step
from learning.people.models import User


@dataclass(frozen=True)
class Note:
    """A note: words of one department at one place of a course."""

    addition: AdditionVersion
    html: str


@dataclass(frozen=True)
class Added:
    """The addition of one department; ``notes`` are those that stand on the page of the course."""

    version: AdditionVersion
    notes: tuple[Note, ...]
    steps: tuple[TakenStep, ...]


@dataclass(frozen=True)
class Additions:
    """The additions of all departments above a person to a course."""

    parts: tuple[Added, ...]
    at_steps: dict[str, tuple[Note, ...]]

    def notes_at(self, key: UUID) -> tuple[Note, ...]:
        """Return the notes that stand at one step of the course."""
        return self.at_steps.get(str(key), ())

    def step_named(self, key: UUID) -> TakenStep:
        """Return the added step ``key``. Raises StepNotFound."""
        for part in self.parts:
            for one in part.steps:
                if one.key == key:
                    return one
        raise StepNotFound(key)


def additions_to(progress: CourseProgress, viewer: User) -> Additions:
    """Return the additions of the viewer's departments to a course, in two queries.

    A note at a lesson that this version of the course has not, or has not any more, stands on
    the page of the course: no change of the course loses it.
    """
    versions = additions_for(
        viewer, work=progress.activity.work, language=progress.version.language
    )
    here = {str(step.key) for step in progress.steps}
    at_steps: dict[str, tuple[Note, ...]] = {}
    parts = []
    for version in versions:
        on_the_course = []
        for one in as_shown(version.notes):
            note = Note(version, one["html"])
            if one["step"] in here:
                at_steps[one["step"]] = (*at_steps.get(one["step"], ()), note)
            else:
                on_the_course.append(note)
        steps = tuple(
            taken_step(step, progress.records.get(step.term_id), number=None)
            for step in version.steps.all()
        )
        parts.append(Added(version, tuple(on_the_course), steps))
    return Additions(tuple(parts), at_steps)
