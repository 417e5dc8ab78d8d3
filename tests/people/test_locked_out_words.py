"""What is said after too many tries is so: which way is shut, for how long, and which is open."""

from __future__ import annotations

import html

import pytest
from django.test import RequestFactory

from learning.people.limits import TooManyAttempts
from learning.people.views_sign_in import PASSWORD_LIMITS, too_many_attempts

pytestmark = pytest.mark.django_db


def said(limit: str, seconds: int) -> str:
    answer = too_many_attempts(RequestFactory().get("/"), TooManyAttempts(limit, seconds))
    assert answer.status_code == 429
    assert answer["Retry-After"] == str(seconds)
    return html.unescape(answer.content.decode())


@pytest.mark.parametrize("limit", PASSWORD_LIMITS)
@pytest.mark.parametrize(
    ("seconds", "minutes"), [(1, "1 minute"), (60, "1 minute"), (61, "2 minutes"), (3600, "60 m")]
)
def test_only_the_password_is_paused_and_for_how_long(
    limit: str, seconds: int, minutes: str
) -> None:
    """That a code works then is in test_sign_in_limits: an owner who is shut out gets one."""
    page = said(limit, seconds)
    assert f"signing in with a password is paused for {minutes}" in page
    assert "signing in with a code is not paused" in page


def test_no_password_limit_stops_a_code(settings) -> None:
    assert set(PASSWORD_LIMITS) == {
        name for name in settings.SIGN_IN_LIMITS if name.startswith("password-")
    } - {"password-change"}


@pytest.mark.parametrize("limit", ["email-place", "email-account", "email-address", "code"])
def test_what_is_paused_itself_promises_nothing_but_the_time(limit: str) -> None:
    page = said(limit, 90)
    assert "Wait 2 minutes, and then try again." in page
    assert "lost" not in page
    assert "paused" not in page
