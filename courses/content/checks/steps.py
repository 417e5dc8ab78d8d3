"""A course is made of steps, each of which its kind answers for, and as they were reviewed."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from cms.publishing.faults import Fault
from cms.steps.checking import faults_of_steps
from courses.content.checking.drafts import CourseDraft
from courses.content.models import CourseVersion
from courses.content.review.reach import Reach


def faults(draft: CourseDraft) -> Iterator[Fault]:
    """Yield that none count, what is wrong with those there are, and a changed list."""
    if not draft.page.steps:
        yield draft.fault(
            _("Add at least one lesson."),
            _("Select “Add a lesson” in the editor of the course."),
            field="steps",
        )
    elif draft.steps and not any(step.required for step in draft.steps):
        yield draft.fault(
            _("Every lesson is optional, so nobody could complete this course."),
            _("Clear “Optional” for at least one lesson."),
            field="steps",
        )
    yield from faults_of_steps(draft.page.steps, draft, field="steps")
    yield from _of_a_correction(draft)


def _of_a_correction(draft: CourseDraft) -> Iterator[Fault]:
    if draft.page.reach != Reach.CORRECTION:
        return
    current = CourseVersion.objects.filter(page=draft.page, current=True).first()
    if current is None:
        return
    before = dict(current.steps.values_list("key", "required"))
    after = {step.key: step.required for step in draft.steps}
    if before.keys() != after.keys():
        yield draft.fault(
            _("A correction cannot add or remove lessons."),
            _("Under “Who gets this change” choose something else, or restore the lessons."),
            field="reach",
        )
    elif before != after:
        yield draft.fault(
            _("A correction cannot change which lessons are optional."),
            _("Under “Who gets this change” choose something else, or undo that change."),
            field="reach",
        )
