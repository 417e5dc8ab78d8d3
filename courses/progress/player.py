"""The page of a step, whether it is one of the course or was added to it."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from cms.steps.contract import Sent, Taking
from courses.content.freezing.contents import contents_of
from courses.content.knowledge.answers import chosen_answer
from courses.content.knowledge.checks import Check, UnusableAnswer, checks_in
from courses.content.models import FrozenLesson
from courses.progress.added import Additions, additions_to
from courses.progress.selectors import CourseProgress, TakenStep
from courses.progress.services import answer_check
from learning.people.requests import SignedInRequest
from learning.returning.coming_back import back_with_faults
from learning.returning.unsaved import Why, unsaved_form
from learning.ui.policy import allow_frames


def address_of(progress: CourseProgress, step: TakenStep) -> str:
    """Return the address where a step is opened; what is done in it has addresses below."""
    if step.is_added:
        return reverse("courses:added", args=[progress.activity.slug, step.key])
    return reverse("courses:lesson", args=[progress.activity.slug, step.slug])


def asked_in(step: TakenStep, key: str) -> Check | None:
    """Return the check ``key`` of a lesson, or None where there is no such check."""
    content = contents_of([step.frozen]).get(step.frozen.content)
    checks = checks_in(content.body) if isinstance(content, FrozenLesson) else []
    return next((check for check in checks if check.key == key), None)


def take_answer(
    request: SignedInRequest, progress: CourseProgress, step: TakenStep, asked: Check
) -> HttpResponse:
    """Take the answer to a check of the lesson, and come back to it with its feedback."""
    try:
        answer_check(
            person=request.user,
            progress=progress,
            step=step,
            check=asked,
            answer=chosen_answer(asked, request.POST),
            previous=request.POST.get("previous", "")[:64],
            now=timezone.now(),
        )
    except UnusableAnswer:
        sent = Sent(asked.key, request.POST, has_faults=True)
        return back_with_faults(request) or show_step(
            request, progress, step, sent=sent, status=422
        )
    return HttpResponseRedirect(f"{address_of(progress, step)}#check-{asked.key}")


def sent_answer(request: SignedInRequest, route: str, step: TakenStep) -> Sent | None:
    """Return an answer that was sent to ``route`` from this lesson, was not saved and is kept."""
    unsaved = unsaved_form(request, route)
    asked = asked_in(step, unsaved.match.kwargs["check"]) if unsaved else None
    if unsaved is None or unsaved.fields is None or asked is None:
        return None
    return Sent(asked.key, unsaved.fields, has_faults=unsaved.why is Why.FAULTS)


def show_step(
    request: SignedInRequest,
    progress: CourseProgress,
    step: TakenStep,
    *,
    added: Additions | None = None,
    sent: Sent | None = None,
    status: int = 200,
) -> HttpResponse:
    """Show a step with what is known of the learner in it.

    ``sent`` is a part of it that was sent and not saved.
    """
    taking = Taking(
        step=step.frozen,
        language=step.version.language,
        person=request.user,
        registration=progress.registration.pk if progress.registration else None,
        records=progress.records,
        address=address_of(progress, step),
        done_at=step.done_at,
        sent=sent,
    )
    page = step.kind.page(taking, contents_of([step.frozen]).get(step.frozen.content))
    context = {
        "progress": progress,
        "step": step,
        "page": page,
        "address": taking.address,
        "added": added or additions_to(progress, request.user),
        "scripts": page.scripts,
        "before": progress.before(step),
        "after": progress.after(step),
    }
    template = "progress/added_step.html" if step.is_added else "progress/step.html"
    response = render(request, template, context, status=status)
    allow_frames(response, page.frames)
    return response
