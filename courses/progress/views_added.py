"""The lessons that a department has added to a course: opened, answered, completed beside it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from courses.progress import services
from courses.progress.added import Additions, additions_to
from courses.progress.player import address_of, asked_in, show_lesson, take_answer
from courses.progress.selectors import AddedStep, CourseProgress, LessonNotFound, StepStatus
from courses.progress.views import CHANGED, find_course
from learning.ui.layout import marked, sentence


def _find(
    request: HttpRequest, course: str, lesson: UUID
) -> tuple[CourseProgress, Additions, AddedStep]:
    progress = find_course(request, course)
    added = additions_to(progress, request.user)  # type: ignore[arg-type]
    try:
        return progress, added, added.step_named(lesson)
    except LessonNotFound as missing:
        raise Http404 from missing


@login_required
@require_safe
def added(request: HttpRequest, course: str, lesson: UUID) -> HttpResponse:
    """Open a lesson that my department has added to a course that I have started."""
    progress, additions, step = _find(request, course, lesson)
    if progress.registration is None:
        return redirect("courses:course", progress.activity.slug)
    # A browser that only prepares for a click has not opened the lesson.
    if "prefetch" not in request.headers.get("Sec-Purpose", ""):
        services.open_lesson(
            person=request.user,  # type: ignore[arg-type]
            progress=progress,
            step=step,
            now=timezone.now(),
        )
        if step.status is StepStatus.NOT_STARTED:
            # Read again, so that the page already says what opening it has changed.
            progress, additions, step = _find(request, course, lesson)
    return show_lesson(request, progress, step, added=additions)


@login_required
@require_POST
def answer(request: HttpRequest, course: str, lesson: UUID, check: str) -> HttpResponse:
    """Take an answer to a knowledge check and come back to it with its feedback."""
    progress, _additions, step = _find(request, course, lesson)
    if progress.registration is None:
        return redirect("courses:course", progress.activity.slug)
    asked = asked_in(step, check)
    if asked is None:
        messages.warning(request, _(CHANGED))
        return redirect(address_of(progress, step))
    return take_answer(request, progress, step, asked)


@login_required
@require_POST
def complete(request: HttpRequest, course: str, lesson: UUID) -> HttpResponse:
    """Complete a lesson of my department's, and come back to the course."""
    progress, _additions, step = _find(request, course, lesson)
    slug = progress.activity.slug
    if progress.registration is not None:
        services.complete_lesson(
            person=request.user,  # type: ignore[arg-type]
            progress=progress,
            step=step,
            now=timezone.now(),
        )
        messages.success(
            request,
            sentence(
                _("You completed “%(lesson)s”."),
                lesson=marked(step.lesson.title, step.version.language),
            ),
        )
    return redirect("courses:course", slug)
