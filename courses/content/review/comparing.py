"""Comparing a draft of a course with what those who take it have."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from uuid import UUID

from cms.steps.contract import Prepared
from courses.content.freezing.contents import written_contents_of
from courses.content.freezing.drafted_steps import steps_of_course
from courses.content.shared_content import digests_of, shared_in

if TYPE_CHECKING:
    from courses.content.models import CoursePage, CourseVersion, Step


class StepChange(StrEnum):
    """The changes of a step between the published version and the draft."""

    SAME = "same"
    REWRITTEN = "rewritten"
    NEW = "new"
    REMOVED = "removed"


@dataclass(frozen=True)
class ComparedStep:
    """A step of the draft, or one that the draft has no more."""

    key: UUID
    title: str
    change: StepChange


def compared_steps(course: CoursePage, version: CourseVersion) -> list[ComparedStep]:
    """Return the steps of ``course`` as it is in hand, then those that only ``version`` has."""
    frozen = list(version.steps.all())
    written = written_contents_of(frozen)
    published = {step.key: step for step in frozen}
    drafted = steps_of_course(course)
    shared = version.raw.get("shared_content", {})
    found = []
    for kind, step in drafted:
        before = published.get(step.key)
        change = StepChange.NEW
        if before is not None:
            same = (
                facts_of(step) == facts_of(before)
                and kind.written(step.content) == written.get(before.content)
                and _shares_the_same(kind.written(step.content), shared)
            )
            change = StepChange.SAME if same else StepChange.REWRITTEN
        found.append(ComparedStep(step.key, step.title, change))
    kept = {step.key for _kind, step in drafted}
    found += [
        ComparedStep(key, step.title, StepChange.REMOVED)
        for key, step in published.items()
        if key not in kept
    ]
    return found


def facts_of(step: Prepared | Step) -> tuple[Any, ...]:
    """Return the facts of a step in the outline, and whether it counts."""
    return step.title, step.summary, step.minutes, step.required


def _shares_the_same(written: Any, shared: Mapping[str, str]) -> bool:
    return all(shared.get(name) == mark for name, mark in digests_of(shared_in(written)).items())
