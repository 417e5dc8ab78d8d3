"""What a draft of a course knows of its lessons, kept true whenever it is saved."""

from __future__ import annotations

from typing import Any

from wagtail.models import Page


def lessons_among(steps: Any) -> set[int]:
    """Return the keys of the lessons that ``steps`` names; deleted ones have none."""
    return {step.value["lesson"].pk for step in steps if step.value["lesson"]}


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
    draft.steps = [
        (step.block_type, step.value)
        for step in draft.steps
        if not (step.value["lesson"] and step.value["lesson"].pk in left)
    ]


def pin_lessons_as_they_are(draft: Any) -> None:
    """Make a draft of a course name the latest revision of each lesson it has.

    A form filled in from an old revision, or opened before a lesson was saved, brings old names
    along; whoever approved that would approve words that no lesson's editor shows any more.
    """
    mine = {int(key) for key in draft.lesson_revisions} | lessons_among(draft.steps)
    latest = Page.objects.child_of(draft).filter(pk__in=mine, latest_revision__isnull=False)
    for key, revision in latest.values_list("pk", "latest_revision"):
        draft.lesson_revisions[str(key)] = revision


def keep_lessons_not_shown(draft: Any) -> None:
    """Add to a draft from a form the steps of the latest draft that the form did not show.

    A lesson that the form showed and no longer has was taken out by whoever filled it in. One it
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
        lesson = step.value["lesson"]
        if lesson and lesson.pk in below and lesson.pk not in known:
            draft.steps.append(("lesson", {"lesson": lesson}))
            draft.lessons_kept += (lesson.title,)
