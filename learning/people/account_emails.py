"""The words of the mails around signing in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from learning.people.emails import Email
from learning.people.models import User

Words = tuple[str, list[str]]


def write(prefix: str, *, address: str, person: User | None, context: dict[str, Any]) -> Email:
    """Write the mail that allauth calls ``prefix``, in the language that is active.

    Raises KeyError for a mail that nobody has written words for.
    """
    subject, paragraphs = WORDS[prefix](context)
    if person:
        paragraphs = [_("Hello %(name)s,") % {"name": person.full_name}, *paragraphs]
    return Email(
        kind=prefix.rsplit("/", 1)[-1],
        address=address,
        language=translation.get_language() or settings.LANGUAGE_CODE,
        subject=subject,
        text="\n\n".join([*paragraphs, str(settings.SERVICE_NAME)]),
        person=person.pk if person else None,
    )


def _login_code(context: dict[str, Any]) -> Words:
    return _("%(code)s is your code to sign in") % {"code": context["code"]}, [
        _("Enter this code to sign in: %(code)s") % {"code": context["code"]},
        ngettext(
            "It works for %(num)d minute, and only in the browser where you asked for it.",
            "It works for %(num)d minutes, and only in the browser where you asked for it.",
            settings.SIGN_IN_CODE_SECONDS // 60,
        )
        % {"num": settings.SIGN_IN_CODE_SECONDS // 60},
        _("If you did not ask for it, you need not do anything. Do not give it to anybody."),
    ]


def _password_reset_key(context: dict[str, Any]) -> Words:
    return _("Choose a new password"), [
        _("Open this link to choose a new password:"),
        context["password_reset_url"],
        _("If you did not ask for it, you need not do anything: your password stays as it is."),
    ]


def _password_changed(context: dict[str, Any]) -> Words:
    return _("Your password was changed"), [
        _("The password of your account was changed just now."),
        _("If that was not you, choose a new password at once and tell your IT security team."),
    ]


WORDS: dict[str, Callable[[dict[str, Any]], Words]] = {
    "account/email/login_code": _login_code,
    "account/email/password_reset_key": _password_reset_key,
    "account/email/password_changed": _password_changed,
    "account/email/password_reset": _password_changed,
    "account/email/password_set": _password_changed,
}
