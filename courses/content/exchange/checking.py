"""Checking an archive, before anything is made of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from wagtail import blocks

from cms.snippets.models import SharedPassage
from courses.content.exchange.content import Course, Passage
from courses.content.exchange.refusals import ArchiveRefused, Refusal
from courses.content.exchange.shapes import unknown_kinds
from courses.content.exchange.words import Looked
from courses.content.models import CoursePage, LessonPage


@dataclass(frozen=True)
class LookedAt:
    course: Course
    bodies: dict[UUID, list[Any]]
    outcomes: list[Any]
    steps: list[Any]
    fixed: list[str]


def look_at(course: Course) -> LookedAt:
    """Return ``course`` with bodies that hold nothing but what an editor could have written."""
    body = LessonPage._meta.get_field("body").stream_block
    passage_body = SharedPassage().body.stream_block
    steps = CoursePage._meta.get_field("steps").stream_block
    _refuse_unknown_kinds(course, body, passage_body, steps)
    looked, fixed = Looked(course), []
    bodies, passages = {}, {}
    for lesson in course.lessons:
        bodies[lesson.id] = _placed(lesson.title, looked, body, lesson.body)
        if looked.fixed:
            fixed.append(lesson.title)
        looked.fixed = False
    for name, passage in course.passages.items():
        raw = _placed(passage.title, looked, passage_body, passage.body)
        passages[name] = Passage(passage.id, passage.title, raw)
        if looked.fixed:
            fixed.append(passage.title)
        looked.fixed = False
    outcomes = CoursePage._meta.get_field("outcomes").stream_block
    course.passages.update(passages)
    listed = _placed(course.title, looked, steps, course.steps)
    if looked.fixed:
        fixed.append(course.title)
    return LookedAt(
        course,
        bodies,
        _placed(course.title, looked, outcomes, course.outcomes),
        listed,
        fixed,
    )


def _placed(title: str, looked: Looked, block: blocks.StreamBlock, raw: Any) -> Any:
    try:
        return looked.at(block, raw)
    except ArchiveRefused as refused:
        raise ArchiveRefused(refused.refusal, f"{title} › {refused.about}"[:300]) from refused


def _refuse_unknown_kinds(
    course: Course,
    body: blocks.StreamBlock,
    passage_body: blocks.StreamBlock,
    steps: blocks.StreamBlock,
) -> None:
    unknown = unknown_kinds(steps, course.steps)
    for lesson in course.lessons:
        unknown |= unknown_kinds(body, lesson.body)
    for passage in course.passages.values():
        strange = unknown_kinds(passage_body, passage.body)
        if "passage" in strange:
            # It would hold another, or itself.
            raise ArchiveRefused(Refusal.PASSAGE_IN_A_PASSAGE, passage.title)
        unknown |= strange
    if unknown:
        raise ArchiveRefused(Refusal.UNKNOWN_BLOCKS, ", ".join(sorted(unknown))[:300])
