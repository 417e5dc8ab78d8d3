"""What a person gets for an address or a form that cannot be served, in their language.

Django's own pages for these are English and not ours. Machines get JSON on their prefixes.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from learning.config.outage import MACHINE_PREFIXES


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Return the 400 for a request that cannot be read (``handler400``).

    It may be refused before anything is known about the visitor, so the page is the plain one.
    """
    if request.path_info.startswith(MACHINE_PREFIXES):
        return _problem(_("The request cannot be read."), 400)
    return HttpResponse(render_to_string("ui/400.html"), status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Return the 403 for something a person may not do (``handler403``)."""
    if request.path_info.startswith(MACHINE_PREFIXES):
        return _problem(_("You may not do this."), 403)
    return _page(
        request,
        403,
        _("You cannot open this page"),
        [_("If your work needs it, ask your learning and development team.")],
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Return the 404; what a person may not see looks exactly like it (``handler404``)."""
    if request.path_info.startswith(MACHINE_PREFIXES):
        return _problem(_("There is nothing at this address."), 404)
    return _page(
        request,
        404,
        _("Page not found"),
        [
            _("If you typed the address, check that it is right and complete."),
            _("It may also be something that is no longer offered, or not offered to you."),
        ],
    )


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Return the 403 for a form that is too old or came from elsewhere (CSRF_FAILURE_VIEW).

    It happens to people who left a page open while they signed out or in elsewhere.
    """
    if request.path_info.startswith(MACHINE_PREFIXES):
        return _problem(_("The form is too old. Load it again."), 403)
    return _page(
        request,
        403,
        _("This page was open for too long"),
        [
            _("Nothing was sent. What you had already saved is safe."),
            _("Go back, reload the page and send it again."),
        ],
    )


def _page(request: HttpRequest, status: int, heading: str, paragraphs: list[str]) -> HttpResponse:
    links = [{"href": "/", "text": _("Go to the start page")}]
    context = {"heading": heading, "paragraphs": paragraphs, "links": links}
    return render(request, "ui/message.html", context, status=status)


def _problem(detail: str, status: int) -> HttpResponse:
    return JsonResponse({"detail": detail}, status=status)
