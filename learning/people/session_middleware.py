"""The middleware of sessions: requests renew them, and ended ones are remembered."""

from __future__ import annotations

import time
from dataclasses import asdict
from typing import cast

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions import middleware
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.http import http_date

from learning.people.proof import digest_of
from learning.people.sessions import BEGAN, CSRF, ENDED, SessionStore, begin, ended_session

# A browser in which somebody signs in again remembers the last of their sessions that ended.
REMEMBERED = 3


class SessionMiddleware(middleware.SessionMiddleware):
    """Django's session middleware, with renewal by use and a cookie that outlives the session."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        session = cast(SessionStore, request.session)
        if _is_signed_in(request, session):
            _know_by_its_forms(request, session)
            if _is_use(request) and response.status_code < 500:
                session.renew(now=timezone.now())
        _remember_what_ended(session)
        answer: HttpResponse = super().process_response(request, response)  # type: ignore[arg-type,assignment]
        _let_the_cookie_outlive(request, session, answer)
        return answer


def _is_signed_in(request: HttpRequest, session: SessionStore) -> bool:
    """Tell whether somebody is signed in, without a query where there was none before.

    It may be away, and then this is the answer that says so.
    """
    person = getattr(request, "user", None)
    if isinstance(person, SimpleLazyObject) and not hasattr(request, "_cached_user"):
        return False
    return person is not None and person.is_authenticated and SESSION_KEY in session


def _is_use(request: HttpRequest) -> bool:
    match = request.resolver_match
    return match is None or match.view_name not in settings.NO_USE_OF_A_SESSION


def _know_by_its_forms(request: HttpRequest, session: SessionStore) -> None:
    """Store in the session the digest that its forms are known by, and when it began."""
    if BEGAN not in session:
        begin(session)
    secret = request.META.get("CSRF_COOKIE")
    if secret is not None and session.get(CSRF) != (digest := digest_of(secret)):
        session[CSRF] = digest


def _remember_what_ended(session: SessionStore) -> None:
    """Copy what is known of an ended session into the one that is about to replace it.

    Anyone who signs in as somebody else takes nothing along.
    """
    if not session.modified or session.is_empty():
        return
    known = list(session.get(ENDED, []))
    if session.lost and (found := ended_session(session.lost, now=timezone.now())):
        known.insert(0, asdict(found))
    if SESSION_KEY in session:
        known = [one for one in known if str(one["person"]) == session[SESSION_KEY]]
    known = known[:REMEMBERED]
    if known != session.get(ENDED, []):
        session[ENDED] = known


def _let_the_cookie_outlive(
    request: HttpRequest, session: SessionStore, response: HttpResponse
) -> None:
    """Leave the cookie in the browser for as long as its ended session is known."""
    name = settings.SESSION_COOKIE_NAME
    if session.is_empty():
        # Django deletes the cookie of a session that has ended; only signing out should.
        if session.lost and not session.was_flushed and name in response.cookies:
            del response.cookies[name]
        return
    # The session is asked last: reading it is a query, and the database may be away.
    if not (session.was_renewed or name in response.cookies) or SESSION_KEY not in session:
        return
    age = session.get_expiry_age() + settings.SESSION_KNOWN_SECONDS
    response.set_cookie(
        name,
        session.session_key or "",
        max_age=age,
        expires=http_date(time.time() + age),
        domain=settings.SESSION_COOKIE_DOMAIN,
        path=settings.SESSION_COOKIE_PATH,
        secure=settings.SESSION_COOKIE_SECURE or False,
        httponly=settings.SESSION_COOKIE_HTTPONLY or False,
        samesite=settings.SESSION_COOKIE_SAMESITE,  # type: ignore[arg-type]
    )
