"""The steps of a course are lessons of its own, each there once, and as they were reviewed."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from cms.publishing.faults import Fault
from courses.content.course_drafts import CourseDraft
from courses.content.models import CourseVersion
from courses.content.reach import Reach


def faults(draft: CourseDraft) -> Iterator[Fault]:
    """Yield steps that are missing, doubled or foreign, and lessons without words."""
    if not draft.page.steps:
        yield draft.fault(
            _("Add at least one lesson."),
            _("Press “Add a lesson” in the editor of the course."),
            field="steps",
        )
    yield from _of_each_step(draft)
    for sheet in draft.lesson_sheets:
        if not sheet.stream:
            yield sheet.fault(
                _("Write the lesson “%(title)s”: it is empty.") % {"title": sheet.title},
                _("Add a text to it, or remove it from the steps of the course."),
                field="body",
            )
    yield from _of_a_correction(draft)


def _of_each_step(draft: CourseDraft) -> Iterator[Fault]:
    ready = {lesson.pk for lesson in draft.lessons}
    seen: set[int] = set()
    for step in draft.page.steps:
        lesson, field = step.value["lesson"], f"steps.{step.id}"
        if lesson is None:
            yield _fault(
                draft, _("A lesson among the steps was deleted."), _("Remove its step."), field
            )
            continue
        named = {"title": lesson.title}
        if lesson.pk in seen:
            yield _fault(
                draft,
                _("The lesson “%(title)s” is among the steps twice.") % named,
                _("Remove one of them."),
                field,
            )
        elif lesson.pk not in draft.below:
            yield _fault(
                draft,
                _("The lesson “%(title)s” belongs to another course.") % named,
                _("Remove it from the steps."),
                field,
            )
        elif lesson.pk not in ready:
            yield _fault(
                draft,
                _("The lesson “%(title)s” has never been saved as part of this course.") % named,
                _("Open it and save it, so that it joins this course."),
                field,
            )
        seen.add(lesson.pk)


def _fault(draft: CourseDraft, message: str, mend: str, field: str) -> Fault:
    return Fault(message, draft.page.pk, field.partition(".")[2] or None, mend=mend, path=field)


def _of_a_correction(draft: CourseDraft) -> Iterator[Fault]:
    if draft.page.reach != Reach.CORRECTION:
        return
    current = CourseVersion.objects.filter(page=draft.page, current=True).first()
    if current is None:
        return
    if set(current.lessons.values_list("step", flat=True)) != {one.step for one in draft.lessons}:
        yield draft.fault(
            _("A correction cannot add or remove lessons."),
            _("Under “Who gets this change” choose something else, or restore the lessons."),
            field="reach",
        )
