"""Emails of the rooms below the notifications: words that are finished, for one address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext as _

from learning.seams.named import seam

if TYPE_CHECKING:
    from learning.people.models import User


@dataclass(frozen=True)
class Email:
    """A mail in the language of the person who gets it, as plain text.

    ``key`` says what it is about, once: two emails with one key are one mail. ``person`` is the
    id of who gets it, where it is one of ours. ``to_nobody`` is said of an email that somebody
    outside can ask for: true where there is nobody to get it, and then it costs as much and is
    not kept.
    """

    kind: str
    address: str
    language: str
    subject: str
    text: str
    key: str = ""
    person: int | None = None
    to_nobody: bool | None = None


def email_to(
    person: User, *, kind: str, subject: str, paragraphs: Sequence[str], key: str = ""
) -> Email:
    """Return an email to ``person``: greeting, ``paragraphs``, the service's name.

    For words in the language that ``person`` prefers, which has to be the active one.
    """
    hello = _("Hello %(name)s,") % {"name": person.full_name}
    return Email(
        kind=kind,
        address=person.email,
        language=person.preferred_language,
        subject=subject,
        text="\n\n".join([hello, *paragraphs, str(settings.SERVICE_NAME)]),
        key=key,
        person=person.pk,
    )


def queue_emails(emails: Sequence[Email]) -> set[str]:
    """Hand ``emails`` to what sends mail (MAIL_QUEUE), in the current transaction.

    Returns the keys of those that are queued now; who has had an email gets no second one.
    """
    queued: set[str] = set()
    if emails:
        for queue in seam("MAIL_QUEUE"):
            queued |= queue(emails)
    return queued
