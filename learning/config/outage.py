"""Answers while the database is away or a disk is full: 503, never a bare 500.

A view's exception comes through the middleware. One raised around it (the session, another
middleware) is turned into a 500 by Django before any middleware sees it, and so is caught in
``handler500``, which Django calls while that exception is being handled.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from learning.config.storage import is_full

logger = logging.getLogger(__name__)
RETRY_AFTER_SECONDS = 30
# Somebody has to make room first.
NO_ROOM_RETRY_SECONDS = 600
MACHINE_PREFIXES = ("/api/", "/xapi/")


class DatabaseOutageMiddleware:
    """Middleware that turns a lost database, or a full disk, into 503 with Retry-After."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on; ``process_exception`` does the work."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer for a view that lost the database or found no room; leave all others alone."""
        if is_full(exception):
            return no_room(request)
        return unavailable(request) if is_outage(exception) else None


def is_outage(exception: BaseException | None) -> bool:
    """Tell whether the database is away, full or frozen, rather than a mistake made by us."""
    return isinstance(exception, OperationalError | InterfaceError)


def unavailable(request: HttpRequest) -> HttpResponse:
    """Return the 503: JSON for machines, else a page that needs no database."""
    headers = {"Retry-After": str(RETRY_AFTER_SECONDS), "Cache-Control": "no-store"}
    if request.path_info.startswith(MACHINE_PREFIXES):
        problem = {"detail": _("The service is not available for the moment. Try again later.")}
        return JsonResponse(problem, status=503, headers=headers)
    return HttpResponse(render_to_string("ui/503.html"), status=503, headers=headers)


def no_room(request: HttpRequest) -> HttpResponse:
    """Return the 503 for what cannot be stored because a disk is full; the log says so."""
    logger.critical("A disk is full: what somebody sent could not be stored.")
    headers = {"Retry-After": str(NO_ROOM_RETRY_SECONDS), "Cache-Control": "no-store"}
    heading = _("There is no room for this at the moment")
    lines = [
        _("The service has run out of space, so nothing was saved of what you sent."),
        _(
            "Keep your file and try again later. If it goes on, tell the people who run the "
            "service."
        ),
    ]
    if request.path_info.startswith(MACHINE_PREFIXES):
        return JsonResponse({"detail": lines[0]}, status=503, headers=headers)
    page = render_to_string("ui/refused.html", {"heading": heading, "lines": lines})
    return HttpResponse(page, status=503, headers=headers)


def server_error(request: HttpRequest) -> HttpResponse:
    """Return the answer to an exception that nobody caught (``handler500``)."""
    if is_full(sys.exc_info()[1]):
        return no_room(request)
    if is_outage(sys.exc_info()[1]):
        return unavailable(request)
    headers = {"Cache-Control": "no-store"}
    if request.path_info.startswith(MACHINE_PREFIXES):
        problem = {"detail": _("Something went wrong on our side.")}
        return JsonResponse(problem, status=500, headers=headers)
    return HttpResponse(render_to_string("ui/500.html"), status=500, headers=headers)
