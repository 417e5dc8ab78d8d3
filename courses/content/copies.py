"""What a course forgets when its lessons turn out to be another course's."""

from __future__ import annotations

from typing import Any

from wagtail.models import Page


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
