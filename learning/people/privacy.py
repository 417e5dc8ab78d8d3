"""Personal data of this room, and of the sign-in tables that it brought."""

from datetime import timedelta
from typing import cast

from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from learning.privacy.periods import WHILE_EMPLOYED, lasting, period
from learning.privacy.registry import Link, OnErase, declare

APP = "learning.people"
DAY = 24 * 60 * 60
AFTER_THE_ROLE = lasting(_("{period} after the role ended"), settings.ROLES_KEPT_DAYS * DAY)
LEARNING = _("To give the right learning to the right person")
SIGNING_IN = _("To let the person sign in, and nobody else")

declare(
    "people.User",
    app=APP,
    person="",
    purpose=LEARNING,
    retention=WHILE_EMPLOYED,
    on_erase=OnErase.REPLACE,
)
declare(
    "people.User",
    app=APP,
    person="actor",
    purpose=_("To know which pseudonym in the statements is whose"),
    retention=WHILE_EMPLOYED,
    on_erase=OnErase.UNLINK,
)
declare(
    "people.User",
    app=APP,
    person="manager",
    link=Link.MENTIONS,
    purpose=_("To know who supports whom, and may see whose progress"),
    retention=_("Until the staff list says otherwise"),
    on_erase=OnErase.UNLINK,
)
declare(
    "people.RoleGrant",
    app=APP,
    person="person",
    purpose=_("To know who may see or do what for an organisation, and who could"),
    retention=AFTER_THE_ROLE,
    on_erase=OnErase.DELETE,
)
declare(
    "people.RoleGrant",
    app=APP,
    person="granted_by",
    link=Link.MENTIONS,
    purpose=_("To know who gave a role to somebody"),
    retention=AFTER_THE_ROLE,
    on_erase=OnErase.UNLINK,
)
declare(
    "people.RoleGrant",
    app=APP,
    person="ended_by",
    link=Link.MENTIONS,
    purpose=_("To know who ended a role of somebody"),
    retention=AFTER_THE_ROLE,
    on_erase=OnErase.UNLINK,
)
declare(
    "knox.AuthToken",
    app=APP,
    person="user",
    purpose=_("To let a program that the person trusts read their record"),
    retention=lasting(
        _("{period}, or until revoked"),
        int(cast(timedelta, settings.REST_KNOX["TOKEN_TTL"]).total_seconds()),
    ),
    on_erase=OnErase.DELETE,
)
declare(
    "account.EmailAddress",
    app=APP,
    person="user",
    purpose=SIGNING_IN,
    retention=WHILE_EMPLOYED,
    on_erase=OnErase.DELETE,
)
declare(
    "account.EmailConfirmation",
    app=APP,
    person="email_address__user",
    purpose=SIGNING_IN,
    retention=WHILE_EMPLOYED,
    on_erase=OnErase.DELETE,
)
declare(
    "sessions.Session",
    app=APP,
    person="session_data",
    link=Link.OPAQUE,
    purpose=_("To know on the next page who is signed in, and whose form was sent too late"),
    retention=format_lazy(
        _("{unused} after the last use, {longest} at most, and then {known} without any use"),
        unused=period(settings.SESSION_COOKIE_AGE),
        longest=period(settings.SESSION_LONGEST_SECONDS),
        known=period(settings.SESSION_KNOWN_SECONDS),
    ),
    on_erase=OnErase.EXPIRE,
)
declare(
    "people.LimitCount",
    app=APP,
    person="key",
    link=Link.OPAQUE,
    purpose=_("To stop somebody from guessing passwords and codes"),
    retention=lasting(
        _("{period} after the last attempt"),
        max(int(limit["within"]) for limit in settings.SIGN_IN_LIMITS.values()),
    ),
    on_erase=OnErase.EXPIRE,
)
