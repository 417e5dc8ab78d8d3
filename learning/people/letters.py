"""What a room below the notifications wants sent: words that are finished, for one address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext as _

from learning.lrs.seams import seam

if TYPE_CHECKING:
    from learning.people.models import User


@dataclass(frozen=True)
class Letter:
    """A mail in the language of whoever gets it, as plain text.

    ``key`` says what it is about, once: two letters with one key are one mail. ``person`` is the
    id of who gets it, where it is one of ours.
    """

    kind: str
    address: str
    language: str
    subject: str
    text: str
    key: str = ""
    person: int | None = None


def letter_to(
    person: User, *, kind: str, subject: str, paragraphs: Sequence[str], key: str = ""
) -> Letter:
    """Return a letter to ``person``: greeting, ``paragraphs``, the service's name.

    For words in the language that ``person`` prefers, which has to be the active one.
    """
    hello = _("Hello %(name)s,") % {"name": person.full_name}
    return Letter(
        kind=kind,
        address=person.email,
        language=person.preferred_language,
        subject=subject,
        text="\n\n".join([hello, *paragraphs, str(settings.SERVICE_NAME)]),
        key=key,
        person=person.pk,
    )


def post(letters: Sequence[Letter]) -> None:
    """Hand ``letters`` to whoever sends mail (MAIL_QUEUE), in the current transaction."""
    if letters:
        for queue in seam("MAIL_QUEUE"):
            queue(letters)
