"""The page of a lesson, whether it is a step of the course or was added to it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from courses.content.knowledge_checks import Check, UnusableAnswer
from courses.content.rendering import needs_of
from courses.progress.added import Additions, additions_to
from courses.progress.answers import chosen_answer, shown_checks
from courses.progress.selectors import AddedStep, CourseProgress, Step, answers_in
from courses.progress.services import answer_check
from learning.config.csp import allow_frames


def address_of(progress: CourseProgress, step: Step | AddedStep) -> str:
    """Return where a lesson is opened; what is done in it has addresses below."""
    if isinstance(step, Step):
        return reverse("courses:lesson", args=[progress.activity.slug, step.lesson.slug])
    return reverse("courses:added", args=[progress.activity.slug, step.lesson.step])


def asked_in(step: Step | AddedStep, key: str) -> Check | None:
    """Return the check ``key`` of a lesson, or None where it has no such check."""
    for segment in step.lesson.body:
        if "check" in segment and segment["check"]["key"] == key:
            return Check.from_json(segment["check"])
    return None


def take_answer(
    request: HttpRequest, progress: CourseProgress, step: Step | AddedStep, asked: Check
) -> HttpResponse:
    """Take the answer to a check of the lesson, and come back to it with its feedback."""
    try:
        answer_check(
            person=request.user,  # type: ignore[arg-type]
            progress=progress,
            step=step,
            check=asked,
            answer=chosen_answer(asked, request.POST),
            previous=request.POST.get("previous", "")[:64],
            now=timezone.now(),
        )
    except UnusableAnswer:
        return show_lesson(request, progress, step, wrong=(asked, request.POST), status=422)
    return HttpResponseRedirect(f"{address_of(progress, step)}#check-{asked.key}")


def show_lesson(
    request: HttpRequest,
    progress: CourseProgress,
    step: Step | AddedStep,
    *,
    added: Additions | None = None,
    wrong: tuple[Check, QueryDict] | None = None,
    status: int = 200,
) -> HttpResponse:
    """Show a lesson with what is known of the learner in it.

    ``wrong`` is a check that was sent without a usable answer, with what was sent.
    """
    added = added or additions_to(progress, request.user)  # type: ignore[arg-type]
    needs = needs_of(step.lesson.body)
    context = {
        "progress": progress,
        "step": step,
        "address": address_of(progress, step),
        "added": added,
        "scripts": needs.scripts,
        "before": progress.before(step) if isinstance(step, Step) else None,
        "after": progress.after(step) if isinstance(step, Step) else None,
        "checks": shown_checks(step, answers_in(progress, step), wrong),
        "wrong": wrong[0] if wrong else None,
    }
    page = "progress/lesson.html" if isinstance(step, Step) else "progress/added_lesson.html"
    response = render(request, page, context, status=status)
    allow_frames(response, needs.frames)
    return response
