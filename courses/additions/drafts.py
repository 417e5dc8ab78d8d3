"""A draft of an addition as the checks read it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.timezone import localdate

from cms.publishing.content import Sheet
from cms.steps.drafted import steps_in_the_list
from cms.steps.kinds import kind_named
from courses.additions.models import AdditionPage
from courses.content.checking.drafts import RenderedDraft
from courses.content.freezing.rendering import render_body


@dataclass(frozen=True)
class AdditionDraft(RenderedDraft):
    """An addition: its notes are the first of ``sheets``, and each lesson is another.

    The last are the steps that are written in its list.
    """

    page: AdditionPage

    @property
    def own_pages(self) -> Collection[int]:
        return {self.page.pk}

    @property
    def own_addresses(self) -> dict[str, set[str]]:
        return {}

    @cached_property
    def rendered(self) -> tuple[tuple[Sheet, str, dict[str, Any]], ...]:
        return tuple(self._rendered())

    def _rendered(self) -> Iterator[tuple[Sheet, str, dict[str, Any]]]:
        for number, sheet in enumerate(self.sheets):
            whole = [sheet.stream[place] for place in sheet.whole]
            if number == 0:
                for child in whole:
                    html = str(child.value.bound_blocks["text"].render())
                    yield sheet, str(child.id), {"html": html}
            elif sheet is not self.sheets[-1]:
                segments = render_body(whole, language=sheet.language)
                for child, segment in zip(whole, segments, strict=True):
                    yield sheet, str(child.id), segment


def addition_draft(page: AdditionPage) -> AdditionDraft:
    """Return the draft of ``page``, an addition as one of its revisions has it."""
    lessons = [
        Sheet(
            page.pk,
            child.value["title"],
            page.language,
            f"lessons.{child.id}.body",
            child.value["body"],
        )
        for child in page.lessons
        if not kind_named(child.block_type).in_the_list
    ]
    others = Sheet(page.pk, page.title, page.language, "lessons", steps_in_the_list(page.lessons))
    notes = Sheet(page.pk, page.title, page.language, "notes", page.notes)
    return AdditionDraft(page=page, sheets=(notes, *lessons, others), today=localdate())
