"""What an author sees before publishing: the learner's page, made from the draft."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from courses.content.models import CoursePage, LessonPage
from courses.content.rendering import needs_of, render_body
from learning.config.csp import allow_frames


def preview_course(request: HttpRequest, page: CoursePage) -> HttpResponse:
    """Show the course page as a learner will see it who has not started."""
    lessons = page.pinned_lessons()
    return render(
        request,
        "content/preview_course.html",
        {"page": page, "lessons": lessons, "minutes": sum(lesson.minutes for lesson in lessons)},
    )


def preview_lesson(request: HttpRequest, page: LessonPage) -> HttpResponse:
    """Show the lesson as a learner will see it, its checks not yet answered."""
    body = render_body(page.body, language=page.locale.language_code)
    needs = needs_of(body)
    response = render(
        request,
        "content/preview_lesson.html",
        {"page": page, "course": page.course, "body": body, "scripts": needs.scripts},
    )
    allow_frames(response, needs.frames)
    return response
