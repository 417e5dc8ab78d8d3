"""Answers for addresses and forms that cannot be served, in the reader's language.

Django's own pages for these are English and not ours. Machines get JSON on their prefixes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from learning.config.outage import MACHINE_PREFIXES
from learning.people.leading import parts_led_by
from learning.returning.coming_back import back_from_an_old_page
from learning.ui.form_places import place_of_form
from learning.ui.layout import contact_email
from learning.ui.policy import as_own_page

# How Django begins its reasons where the request comes from another site, or may.
FROM_ELSEWHERE = ("Origin checking", "Referer checking")


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
        [_whom_to_ask(request)],
    )


def _whom_to_ask(request: HttpRequest) -> str:
    """Return a sentence on whom to ask for more; an L&D lead is not sent to their own team."""
    if hasattr(request, "user") and parts_led_by(request.user):
        return _("If your work needs it, ask the people who run the service: %(email)s") % {
            "email": contact_email()
        }
    return _("If your work needs it, ask your learning and development team.")


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
    """Answer a form that is too old or came from elsewhere (CSRF_FAILURE_VIEW).

    It happens to people who left a page open while they signed out or in elsewhere: they are led
    back to it where we know which it is. All others get the 403.
    """
    if request.path_info.startswith(MACHINE_PREFIXES):
        return _problem(_("The form is too old. Load it again."), 403)
    if not reason.startswith(FROM_ELSEWHERE) and (back := back_from_an_old_page(request)):
        return back
    return _page(
        request,
        403,
        _("This page was open for too long"),
        [
            _("Nothing was sent. What you had already saved is safe."),
            _("Go back, reload the page and send it again."),
        ],
        _to_the_form(request),
    )


class NotAllowedMiddleware:
    """Middleware that gives people a page, and a way on, where a method is not allowed (405).

    Django's own answer is empty. Most often it is the address that a form is sent to.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, with a page in the place of an empty 405."""
        response = self.get_response(request)
        path = request.path_info
        if (
            response.status_code != 405
            or path.startswith(MACHINE_PREFIXES)
            or path in settings.HEALTH_PATHS
            or not request.accepts("text/html")
        ):
            return response
        page = not_allowed(request)
        page["Allow"] = response.get("Allow", "")
        as_own_page(page)
        return page


def not_allowed(request: HttpRequest) -> HttpResponse:
    """Return the 405, with the way to the page whose form is sent here."""
    return _page(
        request,
        405,
        _("You cannot open this page directly"),
        [_("Nothing was saved or changed.")],
        _to_the_form(request),
    )


Links = Sequence[dict[str, str]]


def _to_the_form(request: HttpRequest) -> Links:
    match = request.resolver_match
    place = place_of_form(match)
    if place is None or match is None:
        return ()
    return ({"href": place.page_for(match), "text": _("Go to the page with the form")},)


def _page(
    request: HttpRequest, status: int, heading: str, paragraphs: list[str], links: Links = ()
) -> HttpResponse:
    links = [*links, {"href": "/", "text": _("Go to the start page")}]
    context = {"heading": heading, "paragraphs": paragraphs, "links": links}
    return render(request, "ui/message.html", context, status=status)


def _problem(detail: str, status: int) -> HttpResponse:
    return JsonResponse({"detail": detail}, status=status)
