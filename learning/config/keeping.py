"""Answers that a browser must not keep: all that somebody signed in to see.

A page, a file or an answer that is kept can be seen after signing out, with the Back button or
in the folder of the browser, by anyone who sits at the computer next.
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from learning.config.outage import MACHINE_PREFIXES

# ``no-store`` also keeps a page out of the back/forward cache, in which it stays as it was drawn.
NOT_KEPT = "no-store, private"


class NotKeptMiddleware:
    """Middleware that forbids keeping answers to anyone who is signed in, or just signs in.

    Whether somebody has is told by what they sent (a session, a token, a key) and not by looking
    it up, so it costs nothing and holds for refusals, errors and views that nobody thought of.
    Answers to visitors stay as their views made them; static files never come here.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and say in the headers that the answer is not to be kept."""
        response = self.get_response(request)
        session = settings.SESSION_COOKIE_NAME
        if (
            session in request.COOKIES
            or session in response.cookies
            or "Authorization" in request.headers
            # xAPI 1.0.3 lets a key come in the body.
            or request.path_info.startswith(MACHINE_PREFIXES)
        ):
            response["Cache-Control"] = NOT_KEPT
        return response
