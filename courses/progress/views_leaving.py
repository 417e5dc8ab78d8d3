"""Removing a course from one's learning."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods

from courses.progress.form_pages import course_page, leaving_page
from courses.progress.leaving import CannotLeave, leave_course
from courses.progress.services import NotStarted
from courses.progress.views import find_course
from learning.people.requests import SignedInRequest
from learning.people.visibility import RULES, Kind, Relation, Sight
from learning.ui.form_places import form_on
from learning.ui.layout import marked, sentence


@form_on(
    leaving_page,
    lost=gettext_noop("We did not remove this course from your learning."),
    again=gettext_noop("Remove it again."),
)
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: SignedInRequest, course: str) -> HttpResponse:
    """Show what leaving a course means, and do it once that is confirmed."""
    progress = find_course(request, course)
    slug = progress.activity.slug
    if progress.registration is None or progress.completed_at:
        return redirect("courses:course", slug)
    if request.method != "POST":
        seen = RULES.get((Relation.LD_LEAD, Kind.STATED_ACHIEVEMENT)) is Sight.IN_PERSON
        context = {"progress": progress, "seen_by_lead": seen}
        return render(request, "progress/leave.html", context)
    try:
        leave_course(person=request.user, progress=progress, now=timezone.now())
    except CannotLeave:
        # The last lesson was completed in another tab meanwhile.
        return redirect("courses:course", slug)
    said = sentence(
        _("We removed “%(course)s” from your learning."),
        course=marked(progress.version.title, progress.version.language),
    )
    if progress.activity.offered:
        link = '{} <a class="govuk-notification-banner__link" href="{}">{}</a>'
        said = format_html(link, said, course_page(slug), _("You can start it again at any time."))
    messages.success(request, said)
    return redirect("records:my-learning")


View = Callable[..., HttpResponse]


def unless_left(view: View) -> View:
    """Make a view lead to the course where somebody has left it in another tab meanwhile."""

    @wraps(view)
    def look(request: SignedInRequest, course: str, **which: object) -> HttpResponse:
        try:
            return view(request, course, **which)
        except NotStarted:
            return redirect("courses:course", find_course(request, course).activity.slug)

    return look
