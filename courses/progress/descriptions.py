"""What the record store is told of a course when it is published."""

from __future__ import annotations

from typing import Any

from wagtail.models import Page, Revision

from courses.content.knowledge_checks import Check
from courses.content.models import CoursePage, CourseVersion
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
    described = [course_activity(version)]
    for lesson in version.lessons.select_related("term"):
        described.append(lesson_activity(lesson, version))
        described += [
            check_activity(lesson, Check.from_json(segment["check"]), version.language)
            for segment in lesson.body
            if "check" in segment
        ]
    define(described)
