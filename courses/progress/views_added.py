"""The steps that a department has added to a course: opened, answered, completed beside it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from courses.progress import services
from courses.progress.added import Additions, additions_to
from courses.progress.form_pages import ANSWERS, COMPLETES, added_page
from courses.progress.player import (
    address_of,
    asked_in,
    sent_answer,
    show_step,
    take_answer,
)
from courses.progress.selectors import CourseProgress, StepNotFound, StepStatus, TakenStep
from courses.progress.views import CHANGED, find_course
from learning.people.requests import SignedInRequest
from learning.ui.form_places import form_on
from learning.ui.layout import marked, sentence


def _find(
    request: SignedInRequest, course: str, lesson: UUID
) -> tuple[CourseProgress, Additions, TakenStep]:
    progress = find_course(request, course)
    added = additions_to(progress, request.user)
    try:
        return progress, added, added.step_named(lesson)
    except StepNotFound as missing:
        raise Http404 from missing


@login_required
@require_safe
def added(request: SignedInRequest, course: str, lesson: UUID) -> HttpResponse:
    """Open a step that my department has added to a course that I have started."""
    progress, additions, step = _find(request, course, lesson)
    if progress.registration is None:
        return redirect("courses:course", progress.activity.slug)
    # A browser that only prepares for a click has not opened the lesson.
    if "prefetch" not in request.headers.get("Sec-Purpose", ""):
        progress = services.open_step(
            person=request.user,
            progress=progress,
            step=step,
            now=timezone.now(),
        )
        if step.status is StepStatus.NOT_STARTED:
            # So that the page already says what opening it has changed.
            additions = additions_to(progress, request.user)
            step = additions.step_named(lesson)
    sent = sent_answer(request, "courses:answer_added", step)
    return show_step(request, progress, step, added=additions, sent=sent)


@form_on(added_page, **ANSWERS)
@login_required
@require_POST
def answer(request: SignedInRequest, course: str, lesson: UUID, check: str) -> HttpResponse:
    """Take an answer to a knowledge check and come back to it with its feedback."""
    progress, _additions, step = _find(request, course, lesson)
    if progress.registration is None:
        return redirect("courses:course", progress.activity.slug)
    asked = asked_in(step, check)
    if asked is None:
        messages.warning(request, _(CHANGED))
        return redirect(address_of(progress, step))
    return take_answer(request, progress, step, asked)


@form_on(added_page, **COMPLETES)
@login_required
@require_POST
def complete(request: SignedInRequest, course: str, lesson: UUID) -> HttpResponse:
    """Complete a step of my department's, and come back to the course."""
    progress, _additions, step = _find(request, course, lesson)
    slug = progress.activity.slug
    if not step.is_completed_by_hand:
        return redirect(address_of(progress, step))  # nobody's word makes it done
    if progress.registration is not None:
        services.complete_step(
            person=request.user,
            progress=progress,
            step=step,
            now=timezone.now(),
        )
        messages.success(
            request,
            sentence(
                _("You completed “%(lesson)s”."),
                lesson=marked(step.title, step.version.language),
            ),
        )
    return redirect("courses:course", slug)
