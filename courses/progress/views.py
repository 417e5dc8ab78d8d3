"""Course page and player: Django views over frozen versions, working without JavaScript."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
)
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_POST, require_safe

from courses.progress import services
from courses.progress.added import additions_to
from courses.progress.player import asked_in, show_lesson, take_answer
from courses.progress.selectors import (
    CourseNotFound,
    CourseProgress,
    LessonNotFound,
    Step,
    StepStatus,
    course_progress,
)
from courses.progress.suggestions import suggestions_for
from learning.catalogue.selectors import in_other_languages
from learning.people.visibility import SMALLEST_GROUP
from learning.ui.layout import marked, sentence

CHANGED = gettext_noop("This question has changed. Read it again and answer it.")
UPDATED = gettext_noop("This course has been updated. What you have completed still counts.")


def find_course(request: HttpRequest, course: str) -> CourseProgress:
    """Return the course at an address as this person has it; raises Http404."""
    try:
        return course_progress(request.user, course)  # type: ignore[arg-type]
    except CourseNotFound as missing:
        raise Http404 from missing


def _lesson(request: HttpRequest, course: str, lesson: str) -> tuple[CourseProgress, Step]:
    progress = find_course(request, course)
    try:
        return progress, progress.step_at(lesson)
    except LessonNotFound as missing:
        raise Http404 from missing


def _moved(place: str, given: Sequence[str], now: Sequence[str]) -> HttpResponse | None:
    """Send on from an address that was ``given`` to the one there is ``now``, where they differ.

    Permanently, but for no cache to keep: what is published at the old address later has it.
    Only for pages; what a form sends to an old address is taken, and answered from the new one.
    """
    if given == now:
        return None
    moved = redirect(place, *now, permanent=True)
    add_never_cache_headers(moved)
    return moved


@login_required
@require_safe
def course(request: HttpRequest, course: str) -> HttpResponse:
    """Show what a course teaches, how far I am, and the one thing to do."""
    progress = find_course(request, course)
    if moved := _moved("courses:course", [course], [progress.activity.slug]):
        return moved
    others = in_other_languages(request.user, progress.activity)  # type: ignore[arg-type]
    added = additions_to(progress, request.user)  # type: ignore[arg-type]
    context = {"progress": progress, "others": others, "added": added}
    return render(request, "progress/course.html", context)


@login_required
@require_POST
def start(request: HttpRequest, course: str) -> HttpResponse:
    """Start a course, and open its first lesson."""
    progress = find_course(request, course)
    services.start_course(person=request.user, progress=progress, now=timezone.now())  # type: ignore[arg-type]
    return redirect("courses:lesson", progress.activity.slug, progress.next_step.lesson.slug)


@login_required
@require_safe
def lesson(request: HttpRequest, course: str, lesson: str) -> HttpResponse:
    """Open a lesson of a course that I have started; before that, show the course."""
    progress, step = _lesson(request, course, lesson)
    address = [progress.activity.slug, step.lesson.slug]
    if moved := _moved("courses:lesson", [course, lesson], address):
        return moved
    if progress.registration is None:
        return redirect("courses:course", course)
    # A browser that only prepares for a click has not opened the lesson.
    if "prefetch" not in request.headers.get("Sec-Purpose", ""):
        opened = services.open_lesson(
            person=request.user,  # type: ignore[arg-type]
            progress=progress,
            step=step,
            now=timezone.now(),
        )
        if not opened:
            return _in_its_newer_version(request, progress.activity.slug, step)
        if step.status is StepStatus.NOT_STARTED:
            # Read again, so that the page already says what opening it has changed.
            progress, step = _lesson(request, course, lesson)
    return show_lesson(request, progress, step)


def _in_its_newer_version(request: HttpRequest, course: str, step: Step) -> HttpResponse:
    """Go on in the version that has come: at the same lesson, or the course where it is gone."""
    messages.info(request, _(UPDATED))
    progress = find_course(request, course)
    here = next((one for one in progress.steps if one.lesson.step == step.lesson.step), None)
    if here is None:
        return redirect("courses:course", course)
    return redirect("courses:lesson", course, here.lesson.slug)


@login_required
@require_POST
def answer(request: HttpRequest, course: str, lesson: str, check: str) -> HttpResponse:
    """Take an answer to a knowledge check and come back to it with its feedback."""
    progress, step = _lesson(request, course, lesson)
    course, lesson = progress.activity.slug, step.lesson.slug
    asked = asked_in(step, check)
    if asked is None:
        # The lesson changed under an open page: say so, and show it as it is now.
        messages.warning(request, _(CHANGED))
        return redirect("courses:lesson", course, lesson)
    if progress.registration is None:
        return redirect("courses:course", course)
    return take_answer(request, progress, step, asked)


@login_required
@require_POST
def complete(request: HttpRequest, course: str, lesson: str) -> HttpResponse:
    """Complete a lesson and go on: to the next that is open, or to what counted."""
    progress, step = _lesson(request, course, lesson)
    course = progress.activity.slug
    if progress.registration is None:
        return redirect("courses:course", course)
    services.complete_lesson(
        person=request.user,  # type: ignore[arg-type]
        progress=progress,
        step=step,
        now=timezone.now(),
    )
    after = find_course(request, course)
    if after.completed_at:
        return redirect("courses:finished", course)
    if after.version != progress.version:
        messages.info(request, _(UPDATED))
    messages.success(
        request,
        sentence(
            _("You completed “%(lesson)s”. %(done)s of %(all)s lessons are done."),
            lesson=marked(step.lesson.title, after.version.language),
            done=after.done,
            all=len(after.steps),
        ),
    )
    here = next((one for one in after.steps if one.lesson.step == step.lesson.step), None)
    following = after.after(here) if here else None
    going = following if following and not following.is_completed else after.next_step
    return redirect("courses:lesson", course, going.lesson.slug)


@login_required
@require_safe
def finished(request: HttpRequest, course: str) -> HttpResponse:
    """Show what counted, and one next step."""
    progress = find_course(request, course)
    if moved := _moved("courses:finished", [course], [progress.activity.slug]):
        return moved
    if not progress.completed_at:
        return redirect("courses:course", course)
    suggestion = next(iter(suggestions_for(request.user, most=1)), None)  # type: ignore[arg-type]
    return render(
        request,
        "progress/finished.html",
        {"progress": progress, "suggestion": suggestion, "smallest": SMALLEST_GROUP},
    )
