"""Checking lessons, besides their words, before they go live with what they are part of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cms.publishing.content import Draft
from cms.publishing.faults import Fault
from courses.content.checking.drafts import CourseDraft


def faults_of_lessons(children: Sequence[Any], draft: Draft) -> Iterator[Fault]:
    """Yield what is wrong with the lessons of a course, or of what is added to one."""
    if isinstance(draft, CourseDraft):
        yield from _of_each_step(children, draft)
        yield from _without_words(draft)
    else:
        yield from _of_added_lessons(children, draft)


def _without_words(draft: CourseDraft) -> Iterator[Fault]:
    for sheet in draft.lesson_sheets:
        if not sheet.stream:
            yield sheet.fault(
                _("Write the lesson “%(title)s”: it is empty.") % {"title": sheet.title},
                _("Add a text to it, or remove it from the steps of the course."),
                field="body",
            )


def _of_each_step(children: Sequence[Any], draft: CourseDraft) -> Iterator[Fault]:
    ready = {lesson.pk for lesson in draft.lessons}
    seen: set[int] = set()
    for step in children:
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


def _fault(draft: CourseDraft, message: str, fix: str, field: str) -> Fault:
    return Fault(message, draft.page.pk, field.partition(".")[2] or None, fix=fix, path=field)


def _of_added_lessons(children: Sequence[Any], draft: Draft) -> Iterator[Fault]:
    for child in children:
        key = str(child.id)
        title = child.value["title"] or _("A lesson without a title")
        for name in ("title", "summary", "minutes"):
            block = child.block.child_blocks[name]
            try:
                block.clean(child.value[name])
            except ValidationError as refused:
                yield Fault(
                    f"{capfirst(str(block.label))}: {' '.join(refused.messages)}",
                    draft.page.pk,
                    key,
                    fix=_("Change it in the editor."),
                    path=f"lessons.{key}.{name}",
                    place=title,
                )
        if not child.value["body"]:
            yield Fault(
                _("The lesson “%(title)s” is empty.") % {"title": title},
                draft.page.pk,
                key,
                fix=_("Add a text to it, or remove it."),
                path=f"lessons.{key}.body",
                place=title,
            )
