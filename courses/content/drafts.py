"""The lessons that a draft of a course names, kept true whenever it is saved."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from wagtail.blocks import StreamValue
from wagtail.models import Page

from cms.steps.kinds import is_answered_for


def lesson_of(step: Any) -> Any | None:
    """Return the lesson that a step of a draft names; None for another kind, or a deleted one."""
    return step.value.get("lesson")


def lesson_step(lesson: Any) -> tuple[str, dict[str, Any]]:
    """Return the step to put into a list of steps for a lesson: one that counts."""
    return "lesson", {"lesson": lesson, "optional": False}


def lessons_among(steps: Any) -> set[int]:
    """Return the keys of the lessons that ``steps`` names; deleted ones have none."""
    return {lesson.pk for step in steps if (lesson := lesson_of(step))}


def unanswered_kinds(content: Mapping[str, Any]) -> list[str]:
    """Return the kinds of step in the stored ``content`` of a course that no room answers for."""
    steps = json.loads(content.get("steps") or "[]")
    return sorted({step["type"] for step in steps if not is_answered_for(step["type"])})


def kinds_not_here(course: Page) -> list[str]:
    """Return the kinds of step in the latest draft of ``course`` that no room answers for."""
    revision = course.latest_revision
    return unanswered_kinds(revision.content) if revision else []


def steps_of(steps: StreamValue, made: Iterable[tuple[str, Any, str | None]]) -> StreamValue:
    """Return a list of steps like ``steps`` of kinds, values and ids of blocks.

    The id of a block may be what names its step in every version, so it is kept.
    """
    return StreamValue(steps.stream_block, list(made))


def without_lessons(steps: StreamValue, keys: Collection[int]) -> StreamValue:
    """Return ``steps`` without those that name one of ``keys``."""
    return steps_of(
        steps,
        (
            (step.block_type, step.value, step.id)
            for step in steps
            if not ((lesson := lesson_of(step)) and lesson.pk in keys)
        ),
    )


def drop_lessons_that_left(draft: Any) -> None:
    """Take out of a draft of a course the lessons it once pinned that do not stand below it.

    A copy begins with the steps of its original, and a lesson may have been moved elsewhere.
    """
    own = set(Page.objects.child_of(draft).values_list("pk", flat=True))
    left = {int(key) for key in draft.lesson_revisions} - own
    if not left:
        return
    for key in left:
        del draft.lesson_revisions[str(key)]
    draft.steps = without_lessons(draft.steps, left)


def pin_lessons_as_they_are(draft: Any) -> None:
    """Make a draft of a course name the latest revision of each lesson it has.

    A form filled in from an old revision, or opened before a lesson was saved, brings old names
    along; anyone who approved that would approve words that no lesson's editor shows any more.
    """
    mine = {int(key) for key in draft.lesson_revisions} | lessons_among(draft.steps)
    latest = Page.objects.child_of(draft).filter(pk__in=mine, latest_revision__isnull=False)
    for key, revision in latest.values_list("pk", "latest_revision"):
        draft.lesson_revisions[str(key)] = revision


def keep_lessons_not_shown(draft: Any) -> None:
    """Add to a draft from a form the steps of the latest draft that the form did not show.

    A lesson that the form showed and no longer has was taken out by its author. One that it
    never showed joined the course meanwhile, or after the revision that is gone back to: nobody
    decided to leave it out. The titles are left in ``lessons_kept``.
    """
    draft.lessons_kept = ()
    if draft.lessons_shown is None:
        return
    current = type(draft).objects.get(pk=draft.pk).get_latest_revision_as_object()
    known = draft.lessons_shown | lessons_among(draft.steps)
    below = set(Page.objects.child_of(draft).values_list("pk", flat=True))
    for step in current.steps:
        lesson = lesson_of(step)
        if lesson and lesson.pk in below and lesson.pk not in known:
            draft.steps.append(lesson_step(lesson))
            draft.lessons_kept += (lesson.title,)
