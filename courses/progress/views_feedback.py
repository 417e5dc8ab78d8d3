"""Saying what one thinks of a course."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods

from courses.progress.feedback import give_feedback
from courses.progress.form_pages import feedback_page
from courses.progress.forms import FeedbackForm
from courses.progress.views import find_course
from learning.people.requests import SignedInRequest
from learning.people.small_numbers import SMALLEST_GROUP
from learning.returning.coming_back import back_with_faults
from learning.returning.unsaved import Why, unsaved_form
from learning.ui.form_places import form_on


@form_on(
    feedback_page,
    lost=gettext_noop("We did not send your feedback."),
    again=gettext_noop("Check it and send it again."),
    keeps=("usefulness", "comment"),
)
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def feedback(request: SignedInRequest, course: str) -> HttpResponse:
    """Ask what I think of a course that I have started, and take it to its authors."""
    progress = find_course(request, course)
    slug = progress.activity.slug
    if progress.registration is None:
        return redirect("courses:course", slug)
    form = _form(request)
    if request.method == "POST" and form.is_valid():
        give_feedback(
            person=request.user,
            progress=progress,
            usefulness=form.cleaned_data["usefulness"],
            comment=form.cleaned_data["comment"],
            now=timezone.now(),
        )
        messages.success(request, _("Thank you. The people who wrote this course will read it."))
        return redirect("courses:finished" if progress.completed_at else "courses:course", slug)
    if request.method == "POST" and (back := back_with_faults(request)):
        return back
    return render(
        request,
        "progress/feedback.html",
        {"progress": progress, "form": form, "smallest": SMALLEST_GROUP},
        status=422 if request.method == "POST" else 200,
    )


def _form(request: HttpRequest) -> FeedbackForm:
    """Return the form as it was just sent, as it was sent before and not saved, or empty."""
    if request.method == "POST":
        return FeedbackForm(request.POST)
    unsaved = unsaved_form(request, "courses:feedback")
    if unsaved is None or unsaved.fields is None:
        return FeedbackForm()
    if unsaved.why is Why.FAULTS:
        return FeedbackForm(unsaved.fields)
    return FeedbackForm(initial=unsaved.fields.dict())
