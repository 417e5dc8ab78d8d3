"""Turning an alias of a course into a course of its own."""

from __future__ import annotations

from itertools import count
from typing import Any

from wagtail.actions.convert_alias import ConvertAliasPageAction
from wagtail.models import Page

from courses.content.drafts import lesson_of, steps_of


def give_lessons_of_its_own(course: Any) -> None:
    """Give a course that was an alias a free address, and lessons of its own in the same order.

    Until now its steps were the original's lessons. The aliases of those, which stand below it,
    are converted and join it one by one.
    """
    original = list(course.steps)
    named = [lesson.pk if (lesson := lesson_of(step)) else None for step in original]
    place = {key: number for number, key in enumerate(named) if key}
    _move_to_a_free_address(course)
    course.steps, course.lesson_revisions = [], {}
    type(course).objects.filter(pk=course.pk).update(steps=course.steps, lesson_revisions={})
    lessons = list(Page.objects.child_of(course).specific())
    own = {lesson.alias_of_id: lesson.pk for lesson in lessons if lesson.alias_of_id}
    for lesson in sorted(lessons, key=lambda page: place.get(page.alias_of_id, len(place))):
        if lesson.alias_of_id:
            ConvertAliasPageAction(lesson).execute(skip_permission_checks=True)
        elif lesson.latest_revision:
            course.pin(lesson=lesson, revision=lesson.latest_revision, user=None)
    # What was pinned is in the draft; this object goes on to make the next one of it.
    draft = type(course).objects.get(pk=course.pk).get_latest_revision_as_object()
    joined = {lesson.pk: step for step in draft.steps if (lesson := lesson_of(step))}
    steps = [
        step if key is None else joined.pop(own.get(key), None)
        for step, key in zip(original, named, strict=True)
    ]
    course.steps = steps_of(
        draft.steps,
        ((step.block_type, step.value, step.id) for step in (*steps, *joined.values()) if step),
    )
    course.lesson_revisions = draft.lesson_revisions


def _move_to_a_free_address(course: Any) -> None:
    if not course.others_at(course.slug).exists():
        return
    base = course.slug
    course.slug = next(
        slug
        for number in count(2)
        if not course.others_at(slug := f"{base[:190]}-{number}").exists()
        and not Page.objects.sibling_of(course).filter(slug=slug).exclude(pk=course.pk).exists()
    )
    course.save(update_fields=["slug", "url_path"], clean=False)
