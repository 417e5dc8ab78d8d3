"""What the record store is told of a course when it is published."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from wagtail.models import Page, Revision

from courses.additions.models import AddedLesson, AdditionPage
from courses.content.knowledge_checks import Check
from courses.content.models import CoursePage, CourseVersion, FrozenLesson
from courses.progress.statements import check_activity, course_activity, lesson_activity
from learning.lrs.definitions import define


def describe(*, page: Page, revision: Revision, user: Any) -> None:
    """Say what the course, its lessons and their checks are called now.

    So that whoever asks the activities resource learns it, and our own statements, which are
    stored while people are locked, never have to write it.
    """
    if not isinstance(page, CoursePage):
        return
    version = (
        CourseVersion.objects.filter(page=page, current=True)
        .select_related("activity__term")
        .first()
    )
    if version is None:
        return
    lessons = version.lessons.select_related("term")
    define([course_activity(version), *_activities(lessons, version.language)])


def describe_an_addition(*, page: Page, revision: Revision, user: Any) -> None:
    """Say what the lessons that a department adds to a course are called now."""
    if isinstance(page, AdditionPage):
        added = AddedLesson.objects.filter(addition__page=page, addition__current=True)
        define(list(_activities(added.select_related("term"), page.language)))


def _activities(lessons: Iterable[FrozenLesson], language: str) -> Iterator[dict[str, Any]]:
    for lesson in lessons:
        yield lesson_activity(lesson, language)
        for segment in lesson.body:
            if "check" in segment:
                yield check_activity(lesson, Check.from_json(segment["check"]), language)
