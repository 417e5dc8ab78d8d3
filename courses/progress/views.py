"""Course page and player: Django views over frozen versions, working without JavaScript."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import (
    Http404,
    HttpResponse,
    HttpResponsePermanentRedirect,
)
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_POST, require_safe

from courses.progress import services
from courses.progress.added import additions_to
from courses.progress.form_pages import ANSWERS, COMPLETES, course_page, lesson_page
from courses.progress.leaving import has_left
from courses.progress.player import (
    address_of,
    asked_in,
    sent_answer,
    show_step,
    take_answer,
)
from courses.progress.selectors import (
    CourseNotFound,
    CourseProgress,
    StepNotFound,
    TakenStep,
    course_progress,
)
from courses.progress.so_far import so_far
from courses.progress.suggestions import suggestions_for
from learning.catalogue.selectors import in_other_languages
from learning.people.requests import SignedInRequest
from learning.people.small_numbers import SMALLEST_GROUP
from learning.ui.form_places import form_on
from learning.ui.layout import marked, sentence

CHANGED = gettext_noop("This question has changed. Read it again and answer it.")
UPDATED = gettext_noop("This course has been updated. What you have completed still counts.")


def find_course(request: SignedInRequest, course: str) -> CourseProgress:
    """Return the course at an address as this person has it; raises Http404."""
    try:
        return course_progress(request.user, course)
    except CourseNotFound as missing:
        raise Http404 from missing


def _step(request: SignedInRequest, course: str, lesson: str) -> tuple[CourseProgress, TakenStep]:
    progress = find_course(request, course)
    try:
        return progress, progress.step_at(lesson)
    except StepNotFound as missing:
        raise Http404 from missing


def _moved(
    request: SignedInRequest, place: str, given: Sequence[str], now: Sequence[str]
) -> HttpResponse | None:
    """Send on from an address that was ``given`` to the one there is ``now``, where they differ.

    Permanently, but for no cache to keep: what is published at the old address later has it.
    Only for pages; what a form sends to an old address is taken, and answered from the new one.
    """
    if given == now:
        return None
    query = request.META["QUERY_STRING"]
    address = reverse(place, args=now) + (f"?{query}" if query else "")
    moved = HttpResponsePermanentRedirect(address)
    add_never_cache_headers(moved)
    return moved


@login_required
@require_safe
def course(request: SignedInRequest, course: str) -> HttpResponse:
    """Show what a course teaches, how far I am, and the one thing to do."""
    progress = find_course(request, course)
    if moved := _moved(request, "courses:course", [course], [progress.activity.slug]):
        return moved
    others = in_other_languages(request.user, progress.activity)
    added = additions_to(progress, request.user)
    context = {
        "progress": progress,
        "so_far": so_far(progress),
        "others": others,
        "added": added,
        "has_left": has_left(request.user, progress),
    }
    return render(request, "progress/course.html", context)


@form_on(
    course_page,
    lost=gettext_noop("We did not start this course."),
    again=gettext_noop("Start it again."),
)
@login_required
@require_POST
def start(request: SignedInRequest, course: str) -> HttpResponse:
    """Start a course, and open its first lesson; or the one where somebody was who had left."""
    progress = find_course(request, course)
    services.start_course(person=request.user, progress=progress, now=timezone.now())
    progress = find_course(request, progress.activity.slug)
    if progress.completed_at:  # they had left, and nothing is left to do in its newer version
        return redirect("courses:finished", progress.activity.slug)
    return redirect("courses:lesson", progress.activity.slug, progress.next_step.slug)


@login_required
@require_safe
def lesson(request: SignedInRequest, course: str, lesson: str) -> HttpResponse:
    """Open a step of a course that I have started; before that, show the course."""
    progress, step = _step(request, course, lesson)
    address = [progress.activity.slug, step.slug]
    if moved := _moved(request, "courses:lesson", [course, lesson], address):
        return moved
    if progress.registration is None:
        return redirect("courses:course", course)
    # A browser that only prepares for a click has not opened the lesson.
    if "prefetch" not in request.headers.get("Sec-Purpose", ""):
        after = services.open_step(
            person=request.user,
            progress=progress,
            step=step,
            now=timezone.now(),
        )
        here = after.step_named(step.key)
        if after.version != progress.version or here is None:
            return _in_its_newer_version(request, after, here)
        progress, step = after, here
    return show_step(request, progress, step, sent=sent_answer(request, "courses:answer", step))


def _in_its_newer_version(
    request: SignedInRequest, progress: CourseProgress, here: TakenStep | None
) -> HttpResponse:
    """Go on in the version that has come: at the same lesson, or the course where it is gone."""
    messages.info(request, _(UPDATED))
    course = progress.activity.slug
    if here is None:
        return redirect("courses:course", course)
    return redirect("courses:lesson", course, here.slug)


@form_on(lesson_page, **ANSWERS)
@login_required
@require_POST
def answer(request: SignedInRequest, course: str, lesson: str, check: str) -> HttpResponse:
    """Take an answer to a knowledge check and come back to it with its feedback."""
    progress, step = _step(request, course, lesson)
    course, lesson = progress.activity.slug, step.slug
    asked = asked_in(step, check)
    if asked is None:
        # The lesson changed under an open page: say so, and show it as it is now.
        messages.warning(request, _(CHANGED))
        return redirect("courses:lesson", course, lesson)
    if progress.registration is None:
        return redirect("courses:course", course)
    return take_answer(request, progress, step, asked)


@form_on(lesson_page, **COMPLETES)
@login_required
@require_POST
def complete(request: SignedInRequest, course: str, lesson: str) -> HttpResponse:
    """Complete a step and go on: to the next that is open, or to what counted."""
    progress, step = _step(request, course, lesson)
    course = progress.activity.slug
    if progress.registration is None:
        return redirect("courses:course", course)
    if not step.is_completed_by_hand:
        return redirect(address_of(progress, step))  # nobody's word makes it done
    after = services.complete_step(
        person=request.user,
        progress=progress,
        step=step,
        now=timezone.now(),
    )
    if after.completed_at and not progress.completed_at:
        return redirect("courses:finished", course)
    if after.version != progress.version:
        messages.info(request, _(UPDATED))
    messages.success(
        request,
        sentence(
            _("You completed “%(lesson)s”. %(so_far)s"),
            lesson=marked(step.title, after.version.language),
            so_far=so_far(after),
        ),
    )
    if after.completed_at:  # before this one, which was optional
        return redirect("courses:course", course)
    here = after.step_named(step.key)
    following = after.after(here) if here else None
    going = following if following and not following.is_done else after.next_step
    return redirect("courses:lesson", course, going.slug)


@login_required
@require_safe
def finished(request: SignedInRequest, course: str) -> HttpResponse:
    """Show the page of a completed course: what counted, and one next step."""
    progress = find_course(request, course)
    if moved := _moved(request, "courses:finished", [course], [progress.activity.slug]):
        return moved
    if not progress.completed_at:
        return redirect("courses:course", course)
    suggestion = next(iter(suggestions_for(request.user, most=1)), None)
    return render(
        request,
        "progress/finished.html",
        {"progress": progress, "suggestion": suggestion, "smallest": SMALLEST_GROUP},
    )
