"""Middleware for the language of an answer, and for signing in or failing to."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.locale import LocaleMiddleware
from django.utils import translation

from learning.people.devices import set_cookie
from learning.people.limits import TooManyAttempts
from learning.people.views_sign_in import too_many_attempts


class PreferredLanguageMiddleware(LocaleMiddleware):
    """Middleware for the language: the one chosen here, else the account's, else the browser's.

    Stands after AuthenticationMiddleware, for it asks who is signed in.
    """

    def process_request(self, request: HttpRequest) -> None:
        cookie = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        if cookie in dict(settings.LANGUAGES):
            language = cookie
        elif request.user.is_authenticated:
            language = request.user.preferred_language
        else:
            language = translation.get_language_from_request(request)
        translation.activate(language)
        request.LANGUAGE_CODE = translation.get_language()


class AttemptsMiddleware:
    """Middleware that answers one attempt too many, and remembers browsers that signed in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and set the cookie of the browser where somebody signed in on the way."""
        response = self.get_response(request)
        set_cookie(request, response)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer 429 for what was tried too often; leave every other exception alone."""
        if isinstance(exception, TooManyAttempts):
            return too_many_attempts(request, exception)
        return None
