"""What a draft of a course would change for those who take it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from wagtail.models import Page, Revision

from courses.content.corrections import is_small
from courses.content.models.lessons import LessonPage
from courses.content.models.pages import CoursePage
from courses.content.models.versions import CourseVersion, LessonVersion
from courses.content.reach import Reach
from courses.content.shared_content import digests_of, shared_in


class LessonChange(StrEnum):
    """What became of a lesson between the published version and the draft."""

    SAME = "same"
    REWRITTEN = "rewritten"
    NEW = "new"
    REMOVED = "removed"


@dataclass(frozen=True)
class ComparedLesson:
    """A lesson of the draft, or one that the draft has no more."""

    step: UUID
    title: str
    change: LessonChange


def compared_lessons(course: CoursePage, version: CourseVersion) -> list[ComparedLesson]:
    """Return the lessons of ``course`` as it is in hand, then those that only ``version`` has."""
    published = {lesson.step: lesson for lesson in version.lessons.all()}
    drafted = course.pinned_lessons()
    shared = version.raw.get("shared_content", {})
    found = [
        ComparedLesson(
            lesson.step, lesson.title, _change(lesson, published.get(lesson.step), shared)
        )
        for lesson in drafted
    ]
    kept = {lesson.step for lesson in drafted}
    found += [
        ComparedLesson(step, lesson.title, LessonChange.REMOVED)
        for step, lesson in published.items()
        if step not in kept
    ]
    return found


def is_a_small_correction(*, page: Page, revision: Revision) -> bool:
    """Tell whether a revision only corrects a few letters of what learners have (WITHOUT_REVIEW).

    Its author has to have called it a correction.
    """
    if not isinstance(page, CoursePage) or revision.content.get("reach") != Reach.CORRECTION:
        return False
    version = page.versions.filter(current=True).first()
    if version is None or not page.live:
        return False
    # What is shared with other courses has its words elsewhere: how much they changed is not seen.
    if revision.content.get("shared_content", {}) != version.raw.get("shared_content", {}):
        return False
    draft = revision.as_object()
    before: list[Any] = [_words_of_a_course(version.raw)]
    before += [_words_of_a_lesson(lesson, lesson.raw) for lesson in version.lessons.all()]
    after: list[Any] = [_words_of_a_course(revision.content)]
    after += [
        _words_of_a_lesson(lesson, list(lesson.body.raw_data)) for lesson in draft.pinned_lessons()
    ]
    return is_small(_as_json(before), _as_json(after))


# What an author may change by the way: who answers for a course, and when it is looked at again.
OF_THE_COURSE = ("title", "slug", "summary", "topic", "level", "scope", "accessibility_notes")


def _words_of_a_course(content: Mapping[str, Any]) -> dict[str, Any]:
    words = {name: content.get(name) for name in OF_THE_COURSE}
    return {**words, "outcomes": json.loads(content.get("outcomes") or "[]")}


def _words_of_a_lesson(lesson: LessonPage | LessonVersion, body: Any) -> list[Any]:
    return [str(lesson.step), lesson.slug, lesson.title, lesson.summary, lesson.minutes, body]


def _as_json(value: Any) -> Any:
    return json.loads(json.dumps(value, cls=DjangoJSONEncoder))


def _change(
    lesson: LessonPage, published: LessonVersion | None, shared: dict[str, str]
) -> LessonChange:
    if published is None:
        return LessonChange.NEW
    same = (
        list(lesson.body.raw_data) == published.raw
        and all(
            shared.get(name) == mark
            for name, mark in digests_of(shared_in(published.raw)).items()
        )
        and (lesson.title, lesson.summary, lesson.minutes)
        == (published.title, published.summary, published.minutes)
    )  # fmt: skip
    return LessonChange.SAME if same else LessonChange.REWRITTEN
