"""Queueing mails."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone

from learning.notifications.models import Mail
from learning.notifications.rendering import as_html
from learning.people.letters import Letter

BATCH = 1000


class UnusableAddress(ValueError):
    """Raised for an address no mail can go to, one with a line break for instance."""


def queue_letters(letters: Sequence[Letter]) -> None:
    """Queue mails; one whose key was queued before is not queued again. Raises UnusableAddress.

    The rows belong to the caller's transaction: no mail tells of what did not happen.
    """
    now = timezone.now()
    Mail.objects.bulk_create(
        [_mail(letter, queued_at=now, due_at=now) for letter in letters],
        batch_size=BATCH,
        ignore_conflicts=True,
    )


def queued_before(keys: Iterable[str]) -> set[str]:
    """Return those of ``keys`` that a mail has been queued with, in one query."""
    return set(Mail.objects.filter(key__in=keys).values_list("key", flat=True))  # type: ignore[arg-type]


def queue_mail(letter: Letter, *, due_at: datetime.datetime | None = None) -> bool:
    """Queue one mail, to be sent at ``due_at`` or at once; False if its key was queued before."""
    now = timezone.now()
    before = Mail.objects.filter(key=letter.key).exists() if letter.key else False
    Mail.objects.bulk_create(
        [_mail(letter, queued_at=now, due_at=due_at or now)], ignore_conflicts=True
    )
    return not before


def _mail(letter: Letter, *, queued_at: datetime.datetime, due_at: datetime.datetime) -> Mail:
    try:
        validate_email(letter.address)
    except ValidationError as error:
        raise UnusableAddress(letter.address) from error
    text = letter.text.replace("\x00", "")
    return Mail(
        person_id=letter.person,
        address=letter.address,
        language=letter.language,
        kind=letter.kind,
        key=letter.key or None,
        # One line, whatever is in a name or a title: a line break would begin another header.
        subject=" ".join(letter.subject.replace("\x00", "").split())[:200],
        text=text,
        html=as_html(text, language=letter.language),
        queued_at=queued_at,
        due_at=due_at,
    )
