"""The preview of an addition: the draft as people of the department will have it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.utils import translation

from cms.blocks.frozen import frozen
from cms.steps.drafted import prepared_steps
from courses.additions.reading import Shown, labels_of_kinds, read_addition
from courses.content.freezing.as_published import step_as_published

if TYPE_CHECKING:
    from courses.additions.models import AdditionPage


def preview_addition(request: HttpRequest, page: AdditionPage) -> HttpResponse:
    """Show a draft as people of the department will have it."""
    prepared = prepared_steps(page.lessons, page=page, language=page.language)
    shown = Shown(
        course=page.course.title if page.course else "",
        department=page.organisation.name,
        language=page.language,
        contact=page,
        notes=list(_notes_of(page)),
        steps=[
            (step_as_published(kind, one, position=number), kind.reading(one.content))
            for number, (kind, one) in enumerate(prepared)
        ],
        labels=labels_of_kinds(),
        draft=True,
    )
    return read_addition(request, shown)


def _notes_of(page: AdditionPage) -> Iterator[tuple[str, str]]:
    with translation.override(page.language):
        for child in page.notes:
            lesson = child.value["lesson"]
            yield (
                lesson.title if lesson and lesson.live else "",
                frozen(str(child.value.bound_blocks["text"].render())),
            )
