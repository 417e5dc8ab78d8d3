"""Personal data of this room, and of the sign-in tables that it brought."""

from django.utils.translation import gettext_lazy as _

from learning.privacy.registry import Link, OnErase, declare

APP = "learning.people"
WHILE_EMPLOYED = _("While the person works here, and after that as the retention schedule says")
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
    retention=_("6 years after the role ended"),
    on_erase=OnErase.DELETE,
)
declare(
    "people.RoleGrant",
    app=APP,
    person="granted_by",
    link=Link.MENTIONS,
    purpose=_("To know who gave a role to somebody"),
    retention=_("6 years after the role ended"),
    on_erase=OnErase.UNLINK,
)
declare(
    "knox.AuthToken",
    app=APP,
    person="user",
    purpose=_("To let a program that the person trusts read their record"),
    retention=_("90 days, or until revoked or the person leaves"),
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
    retention=_("3 days"),
    on_erase=OnErase.DELETE,
)
declare(
    "sessions.Session",
    app=APP,
    person="session_data",
    link=Link.OPAQUE,
    purpose=_("To know on the next page who is signed in"),
    retention=_("12 hours"),
    on_erase=OnErase.EXPIRE,
)
for attempts in ("axes.AccessAttempt", "axes.AccessFailureLog", "axes.AccessLog"):
    declare(
        attempts,
        app=APP,
        person="username",
        link=Link.BY_ADDRESS,
        purpose=_("To stop somebody from guessing passwords"),
        retention=_("15 minutes after the last wrong password"),
        on_erase=OnErase.DELETE,
    )
