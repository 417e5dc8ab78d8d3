"""Proof of whose form a request sends, where the session it was made in has ended by itself.

It takes two things that only the browser of that session has: the cookie, and in the form the
token that was made in the session. Neither opens anything any more.
"""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest
from django.middleware import csrf
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from learning.people.models import User
from learning.people.sessions import ended_sessions


def digest_of(secret: str) -> str:
    """Return the digest by which a session's forms are known; it does not give away the secret."""
    return salted_hmac("learning.people.proof", secret, algorithm="sha256").hexdigest()


def sender_of(request: HttpRequest, *, now: datetime) -> User | None:
    """Return the person whose ended session made the form that is sent; None where none did.

    Only people who may sign in now, with the password that they had then.
    """
    secret = _secret_in(request)
    if secret is None:
        return None
    digest = digest_of(secret)
    for ended in ended_sessions(request, now=now):
        if not constant_time_compare(ended.csrf, digest):
            continue
        person = User.objects.filter(pk=ended.person).first()
        if (
            person is not None
            and person.may_sign_in(timezone.localdate(now))
            and constant_time_compare(ended.hash, person.get_session_auth_hash())
        ):
            return person
    return None


def has_a_token(request: HttpRequest) -> bool:
    """Tell whether the form has a token that looks like one of ours, from whatever session."""
    return _secret_in(request) is not None


def _secret_in(request: HttpRequest) -> str | None:
    """Return the secret that the form's token was made of, whatever the cookie says by now.

    Django tells only whether the two match: after signing in elsewhere they never do.
    """
    token = request.POST.get("csrfmiddlewaretoken", "")
    try:
        csrf._check_token_format(token)  # type: ignore[attr-defined]
    except csrf.InvalidTokenFormat:
        return None
    is_masked = len(token) == csrf.CSRF_TOKEN_LENGTH
    secret: str = csrf._unmask_cipher_token(token) if is_masked else token  # type: ignore[attr-defined]
    return secret
