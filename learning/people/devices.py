"""Browsers that signed in to an account before, known by a signed cookie.

Such a browser has an allowance of its own, so that wrong passwords from elsewhere do not shut out
the account's owner. The cookie proves nothing else: who has it still needs the password. It names
each account by an HMAC that dies when the password changes or the sessions are ended.
"""

from __future__ import annotations

import secrets
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase
from django.utils.crypto import constant_time_compare, salted_hmac

from learning.people.models import User

SALT = "learning.people.devices"
# A cookie of ours holds five accounts in about 300 characters; nobody gets us to unpack more.
LONGEST = 1000
Pairs = list[tuple[str, str]]


def device_of(request: HttpRequest | None, person: User | None) -> str | None:
    """Return the id of this browser if it signed in to the account of ``person`` before.

    Takes as long for nobody's account as for somebody's.
    """
    tag = _tag(person or User())
    found = None
    for known, device in _pairs(request):
        if constant_time_compare(known, tag):
            found = device
    return found if person is not None else None


def remember_device(request: HttpRequest, person: User) -> None:
    """Have the answer to this request make the browser one that signed in as ``person``."""
    request.signed_in_person = person  # type: ignore[attr-defined]


def set_cookie(request: HttpRequest, response: HttpResponseBase) -> None:
    """Set the cookie, where somebody signed in or changed their password in this request."""
    person: User | None = getattr(request, "signed_in_person", None)
    if person is None:
        return
    tag = _tag(person)
    device = device_of(request, person) or secrets.token_urlsafe(9)
    pairs = [pair for pair in _pairs(request) if pair[0] != tag]
    pairs = [(tag, device), *pairs][: settings.ACCOUNTS_PER_DEVICE]
    response.set_cookie(
        settings.DEVICE_COOKIE,
        signing.dumps(pairs, salt=SALT),
        max_age=settings.DEVICE_COOKIE_SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _tag(person: User) -> str:
    value = f"{person.pk} {person.password} {person.session_version}"
    return salted_hmac(SALT, value, algorithm="sha256").hexdigest()[:22]


def _pairs(request: HttpRequest | None) -> Pairs:
    cookie = request.COOKIES.get(settings.DEVICE_COOKIE, "") if request is not None else ""
    if not cookie or len(cookie) > LONGEST:
        return []
    try:
        pairs: Any = signing.loads(cookie, salt=SALT, max_age=settings.DEVICE_COOKIE_SECONDS)
    except signing.BadSignature:
        return []
    return [(str(tag), str(device)) for tag, device in pairs]
