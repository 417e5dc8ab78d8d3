"""An addition on one page, note after note and lesson after lesson, for whoever edits it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from courses.additions.models import AdditionPage, AdditionVersion
from courses.content.models import LessonVersion
from courses.content.rendering import needs_of, render_body
from learning.config.csp import allow_frames


@dataclass(frozen=True)
class ShownLesson:
    """A lesson with its segments, its checks among them."""

    title: str
    summary: str
    minutes: int
    body: list[dict[str, Any]]


@dataclass(frozen=True)
class Shown:
    """An addition to be read: ``notes`` are pairs of a lesson's title, or "", and HTML."""

    course: str
    department: str
    language: str
    contact: AdditionPage | AdditionVersion
    notes: list[tuple[str, str]]
    lessons: list[ShownLesson]
    draft: bool


def preview_addition(request: HttpRequest, page: AdditionPage) -> HttpResponse:
    """Show a draft as people of the department will have it."""
    shown = Shown(
        course=page.course.title if page.course else "",
        department=page.organisation.name,
        language=page.language,
        contact=page,
        notes=list(_notes_of(page)),
        lessons=[
            ShownLesson(
                title=child.value["title"] or "",
                summary=child.value["summary"] or "",
                minutes=child.value["minutes"] or 0,
                body=render_body(child.value["body"], language=page.language),
            )
            for child in page.lessons
        ],
        draft=True,
    )
    return _read(request, shown)


def read_published(request: HttpRequest, addition: AdditionVersion) -> HttpResponse:
    """Show an addition as people of the department have it."""
    course = addition.page.course if addition.page else None
    titles = {
        str(step): title
        for step, title in LessonVersion.objects.filter(
            course__page=course, course__current=True
        ).values_list("step", "title")
    }
    shown = Shown(
        course=course.title if course else "",
        department=addition.organisation.name,
        language=addition.language,
        contact=addition,
        notes=[(titles.get(note["step"] or "", ""), note["html"]) for note in addition.notes],
        lessons=[
            ShownLesson(lesson.title, lesson.summary, lesson.minutes, lesson.body)
            for lesson in addition.lessons.all()
        ],
        draft=False,
    )
    return _read(request, shown)


def _notes_of(page: AdditionPage) -> Iterator[tuple[str, str]]:
    with translation.override(page.language):
        for child in page.notes:
            lesson = child.value["lesson"]
            yield (
                lesson.title if lesson and lesson.live else "",
                str(child.value.bound_blocks["text"].render()),
            )


def _read(request: HttpRequest, shown: Shown) -> HttpResponse:
    needs = needs_of([segment for lesson in shown.lessons for segment in lesson.body])
    context = {"shown": shown, "scripts": needs.scripts}
    response = render(request, "additions/reading.html", context)
    allow_frames(response, needs.frames)
    return response
