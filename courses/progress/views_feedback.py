"""Saying what one thinks of a course."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from courses.progress.feedback import give_feedback
from courses.progress.forms import FeedbackForm
from courses.progress.views import find_course
from learning.people.visibility import SMALLEST_GROUP


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def feedback(request: HttpRequest, course: str) -> HttpResponse:
    """Ask what I think of a course that I have started, and take it to its authors."""
    progress = find_course(request, course)
    slug = progress.activity.slug
    if progress.registration is None:
        return redirect("courses:course", slug)
    form = FeedbackForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        give_feedback(
            person=request.user,  # type: ignore[arg-type]
            progress=progress,
            usefulness=form.cleaned_data["usefulness"],
            comment=form.cleaned_data["comment"],
            now=timezone.now(),
        )
        messages.success(request, _("Thank you. The people who wrote this course will read it."))
        return redirect("courses:finished" if progress.completed_at else "courses:course", slug)
    return render(
        request,
        "progress/feedback.html",
        {"progress": progress, "form": form, "smallest": SMALLEST_GROUP},
        status=422 if form.is_bound else 200,
    )
