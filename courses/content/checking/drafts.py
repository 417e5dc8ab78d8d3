"""A draft of a course as the checks read it, at the same number of queries for any course."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils.timezone import localdate
from wagtail.images.blocks import ImageBlock
from wagtail.models import Page

from cms.publishing.content import Draft, Sheet
from cms.steps.contract import Prepared
from cms.steps.drafted import steps_in_the_list
from courses.content.checking.chosen_links import with_files_only
from courses.content.freezing.drafted_steps import steps_of_course
from courses.content.freezing.rendering import render_body
from courses.content.models import CoursePage, LessonPage


class RenderedDraft(Draft, ABC):
    """A draft whose checks also read what learners would see, and where its links lead."""

    @property
    @abstractmethod
    def rendered(self) -> Sequence[tuple[Sheet, str, dict[str, Any]]]:
        """The segments that learners would see, each with its sheet and the id of its block."""

    @property
    @abstractmethod
    def own_pages(self) -> Collection[int]:
        """The keys of the pages that go live together."""

    @property
    @abstractmethod
    def own_addresses(self) -> dict[str, set[str]]:
        """The addresses of courses that go live with this, each with those of its lessons."""


@dataclass(frozen=True)
class CourseDraft(RenderedDraft):
    """A course and its lessons as they would go live together.

    ``sheets`` are its outcomes, then its ``lessons``, one each, and the steps that are written in
    its list; ``raw`` is the content of the lessons as it is stored.
    """

    page: CoursePage
    lessons: tuple[LessonPage, ...]
    raw: tuple[list[dict[str, Any]], ...]

    @property
    def lesson_sheets(self) -> tuple[Sheet, ...]:
        """The sheets of the lessons, in the order of ``lessons``."""
        return self.sheets[1:-1]

    @cached_property
    def steps(self) -> list[Prepared]:
        """The steps as publishing would freeze them."""
        return [prepared for _kind, prepared in steps_of_course(self.page)]

    @cached_property
    def below(self) -> dict[int, str]:
        """The addresses of the pages that stand below the course, by their keys."""
        return dict(Page.objects.child_of(self.page).values_list("pk", "slug"))

    @property
    def own_pages(self) -> Collection[int]:
        return {self.page.pk, *(lesson.pk for lesson in self.lessons)}

    @property
    def own_addresses(self) -> dict[str, set[str]]:
        return {self.page.slug: {lesson.slug for lesson in self.lessons}}

    @cached_property
    def rendered(self) -> tuple[tuple[Sheet, str, dict[str, Any]], ...]:
        """The same as in ``RenderedDraft``; links to chosen pages lead nowhere in it.

        Blocks that refuse something are left out.
        """
        return tuple(self._rendered())

    def _rendered(self) -> Iterator[tuple[Sheet, str, dict[str, Any]]]:
        sheets = _sheets_of(self.lessons, with_files_only(list(self.raw)))
        pictures = [piece.value for one in sheets for piece in one.of(ImageBlock) if piece.value]
        # Once for all of them; rendering would ask for each by itself.
        prefetch_related_objects(pictures, "renditions")
        for sheet, to_render in zip(self.lesson_sheets, sheets, strict=True):
            whole = [to_render.stream[number] for number in sheet.whole]
            for child, segment in zip(
                whole, render_body(whole, language=sheet.language), strict=True
            ):
                yield sheet, str(child.id), segment


def course_draft(page: CoursePage) -> CourseDraft:
    """Return the draft of ``page``, one revision of a course, with the lessons that it pins."""
    # One that is among the steps twice is read once.
    lessons = tuple({lesson.pk: lesson for lesson in page.pinned_lessons()}.values())
    raw = tuple(list(lesson.body.raw_data) for lesson in lessons)
    language = page.locale.language_code
    outcomes = Sheet(page.pk, page.title, language, "outcomes", page.outcomes)
    return CourseDraft(
        page=page,
        sheets=(
            outcomes,
            *_sheets_of(lessons, list(raw), language),
            Sheet(page.pk, page.title, language, "steps", steps_in_the_list(page.steps)),
        ),
        today=localdate(),
        lessons=lessons,
        raw=raw,
    )


def _sheets_of(
    lessons: tuple[LessonPage, ...], raw: list[list[dict[str, Any]]], language: str = ""
) -> list[Sheet]:
    """Return a sheet for each lesson, with what they all chose looked up together."""
    streams = LessonPage._meta.get_field("body").stream_block.bulk_to_python(raw)
    return [
        Sheet(lesson.pk, lesson.title, language, "body", stream)
        for lesson, stream in zip(lessons, streams, strict=True)
    ]
