"""Every cookie that the service sets, why, and for how long: the page about cookies lists them.

tests/pages/test_cookies.py visits the service and finds these, with these lifetimes, and no other.
A room that sets a new one adds it here.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from learning.ui.durations import lifetime


@dataclass(frozen=True)
class Cookie:
    """One cookie: its name, what it is for, and how many seconds it is kept.

    ``seconds`` is None for one that goes when the browser is closed.
    """

    name: str
    purpose: str | Promise
    seconds: int | None

    @property
    def lasts(self) -> str:
        """The time for which it is kept, in words: "12 hours", "180 days"."""
        if self.seconds is None:
            return str(_("When you close your browser"))
        return lifetime(self.seconds)


def cookies() -> list[Cookie]:
    """Return every cookie that the service sets."""
    return [
        Cookie(
            settings.SESSION_COOKIE_NAME,
            _(
                "Keeps you signed in, keeps what you are told on the next page, and finds the form"
                " that you sent after you were signed out"
            ),
            # The session ends before: learning.people.sessions says why the cookie stays.
            settings.SESSION_COOKIE_AGE + settings.SESSION_KNOWN_SECONDS,
        ),
        Cookie(
            settings.CSRF_COOKIE_NAME,
            _("Protects you: other websites cannot send a form in your name"),
            settings.CSRF_COOKIE_AGE,
        ),
        Cookie(
            settings.LANGUAGE_COOKIE_NAME,
            _("Remembers the language you chose"),
            settings.LANGUAGE_COOKIE_AGE,
        ),
        Cookie(
            settings.DEVICE_COOKIE,
            _(
                "Recognises a browser that you have signed in with, so that wrong passwords tried "
                "elsewhere do not lock you out of it"
            ),
            settings.DEVICE_COOKIE_SECONDS,
        ),
        Cookie(
            "messages", _("Carries a message to the next page, and goes when you read it"), None
        ),
        Cookie(
            "wagtail_sidebar_collapsed",
            _("Only for people who write courses: remembers that you folded the menu away"),
            None,
        ),
    ]
