"""Inviting people who have never been here, with a link that signs them in once.

Nothing about a link is stored. It names the person and is signed with the installation's key;
it works while they have never signed in (so once), for INVITATION_DAYS, and while they work
here. ``session_version`` is part of it, so anyone who left and came back needs a new one; whom an
HR file forgot for a night has not left, and their link works again (learning.people.leaving).
Anyone who gets hold of the mail can sign in with it, which is why it is single, short-lived, and
wiped from the queue when sent.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from urllib.parse import quote

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from learning.people.emails import Email, email_to, queue_emails
from learning.people.models import User
from learning.seams.named import seam

SALT = "learning.people.invitations"
# What an invitation is called among the mails.
KIND = "invitation"


class InvitationError(Exception):
    """Raised for an invitation that cannot be used."""


class BrokenInvitation(InvitationError):
    """Raised for a link that is not one of ours, or was cut off."""


class ClosedInvitation(InvitationError):
    """Raised for a link whose person does not work here now, or needs a new one."""


class ExpiredInvitation(InvitationError):
    """Raised for a link that is too old."""


class UsedInvitation(InvitationError):
    """Raised for a link of somebody who has signed in since."""


class NotToBeInvited(Exception):
    """Raised for inviting somebody who has signed in before, or who does not work here."""


def token_for(person: User) -> str:
    """Return the token that stands in the link for ``person``."""
    return signing.dumps([str(person.public_id), person.session_version], salt=SALT)


def person_of(token: str, *, lock: bool = False) -> User:
    """Return the person whom a link is for, changing nothing.

    Raises BrokenInvitation, ClosedInvitation, ExpiredInvitation or UsedInvitation.
    """
    try:
        public_id, version = signing.loads(
            token, salt=SALT, max_age=datetime.timedelta(days=settings.INVITATION_DAYS)
        )
    except signing.SignatureExpired as error:
        raise ExpiredInvitation from error
    except signing.BadSignature as error:
        raise BrokenInvitation from error
    people = User.objects.select_for_update() if lock else User.objects.all()
    person = people.filter(public_id=public_id).first()
    if person is None:
        raise BrokenInvitation
    if not person.may_sign_in(timezone.localdate()):
        raise ClosedInvitation
    if person.last_login is not None:
        raise UsedInvitation
    if person.session_version != version:
        raise ClosedInvitation
    return person


def own_path(path: str) -> str:
    """Return ``path`` if it is one within this service, else ""."""
    is_ours = path.startswith("/") and url_has_allowed_host_and_scheme(path, allowed_hosts=None)
    return path if is_ours else ""


def first_step(*, person: User, request: HttpRequest, next_path: str = "") -> str:
    """Return the path where somebody who just arrived goes: as they asked, else a first step.

    The steps are WELCOME_STEPS, asked in order.
    """
    if own_path(next_path):
        return next_path
    for step in seam("WELCOME_STEPS"):
        path = own_path(step(person=person, request=request) or "")
        if path:
            return path
    return "/"


def invite(*, people: Sequence[User], now: datetime.datetime, next_path: str = "") -> list[User]:
    """Queue an invitation to each of ``people``, and return those for whom one is queued now.

    A second one on the same day is not, unless the first could not be sent. ``next_path`` is
    where the link leads in the end, a path of this service. Raises NotToBeInvited, and then
    nobody is invited.
    """
    today = timezone.localdate(now)
    for person in people:
        if person.last_login is not None or not person.may_sign_in(today):
            raise NotToBeInvited(person.email)
    with transaction.atomic():
        emails = {person.pk: _email(person, today, next_path) for person in people}
        queued = queue_emails(list(emails.values()))
        invited = [person for person in people if emails[person.pk].key in queued]
        User.objects.filter(pk__in=[person.pk for person in invited]).update(invited_at=now)
    return invited


def forget_invitation(*, person: int) -> None:
    """Count ``person``, by id, as not invited: the email was not needed any more."""
    User.objects.never_signed_in().filter(pk=person).update(invited_at=None)


def _email(person: User, today: datetime.date, next_path: str) -> Email:
    path = reverse("people:welcome", args=[token_for(person)])
    if own_path(next_path):
        path += f"?next={quote(next_path)}"
    with translation.override(person.preferred_language):
        return email_to(
            person,
            kind=KIND,
            # With the version: whose link is dead since this morning gets one that works.
            key=f"invitation:{person.public_id}:{person.session_version}:{today:%Y-%m-%d}",
            subject=_("Start learning: %(service)s") % {"service": settings.SERVICE_NAME},
            paragraphs=[
                _(
                    "You can now take short courses on data, cyber security and AI, made for "
                    "public servants, at your own pace."
                ),
                _("Open this link to start:"),
                f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}{path}",
                _("The link works once, for %(days)d days, and is only for you. Do not pass it on.")
                % {"days": settings.INVITATION_DAYS},
            ],
        )
