"""Inviting people who have never been here, with a link that signs them in once.

Nothing about a link is stored. It names the person and is signed with the installation's key;
it works while they have never signed in (so once), for INVITATION_DAYS, and while they work
here. ``session_version`` is part of it, so whoever left and came back needs a new one. Whoever
gets hold of the mail can sign in with it, which is why it is single, short-lived, and wiped from
the queue when sent.
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

from learning.lrs.seams import seam
from learning.people.letters import Letter, letter_to, post
from learning.people.models import User

SALT = "learning.people.invitations"


class InvitationError(Exception):
    """An invitation that cannot be used."""


class BrokenInvitation(InvitationError):
    """Raised for a link that is not one of ours, was cut off, or whose person has left."""


class ExpiredInvitation(InvitationError):
    """Raised for a link that is too old."""


class UsedInvitation(InvitationError):
    """Raised for a link of somebody who has signed in since."""


class NotToBeInvited(Exception):
    """Raised for inviting somebody who has signed in before, or who does not work here."""


def token_for(person: User) -> str:
    """Return what stands in the link for ``person``."""
    return signing.dumps([str(person.public_id), person.session_version], salt=SALT)


def person_of(token: str, *, lock: bool = False) -> User:
    """Return whom a link is for, changing nothing.

    Raises BrokenInvitation, ExpiredInvitation or UsedInvitation.
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
    person = people.filter(public_id=public_id, session_version=version).first()
    if person is None or not person.may_sign_in(timezone.localdate()):
        raise BrokenInvitation
    if person.last_login is not None:
        raise UsedInvitation
    return person


def own_path(path: str) -> str:
    """Return ``path`` if it is one within this service, else ""."""
    is_ours = path.startswith("/") and url_has_allowed_host_and_scheme(path, allowed_hosts=None)
    return path if is_ours else ""


def first_step(*, person: User, request: HttpRequest, next_path: str = "") -> str:
    """Return where somebody who just arrived goes: where they were asked to, else a first step.

    The steps are WELCOME_STEPS, asked in order.
    """
    if own_path(next_path):
        return next_path
    for step in seam("WELCOME_STEPS"):
        path = own_path(step(person=person, request=request) or "")
        if path:
            return path
    return "/"


def invite(*, people: Sequence[User], now: datetime.datetime, next_path: str = "") -> None:
    """Queue an invitation to each of ``people``; a second one on the same day is not sent.

    ``next_path`` is where the link leads in the end, a path of this service. Raises
    NotToBeInvited, and then nobody is invited.
    """
    today = timezone.localdate(now)
    for person in people:
        if person.last_login is not None or not person.may_sign_in(today):
            raise NotToBeInvited(person.email)
    with transaction.atomic():
        post([_letter(person, today, next_path) for person in people])
        User.objects.filter(pk__in=[person.pk for person in people]).update(invited_at=now)


def _letter(person: User, today: datetime.date, next_path: str) -> Letter:
    path = reverse("people:welcome", args=[token_for(person)])
    if own_path(next_path):
        path += f"?next={quote(next_path)}"
    with translation.override(person.preferred_language):
        return letter_to(
            person,
            kind="invitation",
            key=f"invitation:{person.public_id}:{today:%Y-%m-%d}",
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
