"""Queueing mails."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from learning.notifications.models import Mail, MailState
from learning.notifications.rendering import as_html
from learning.people.emails import Email

BATCH = 1000
# What a mail that nobody gets is called for the moment that it is there.
NOBODY = "nobody"


class UnusableAddress(ValueError):
    """Raised for an address no mail can go to, one with a line break for instance."""


def queue_mails(emails: Sequence[Email]) -> set[str]:
    """Queue mails, and return the keys of those that are queued now. Raises UnusableAddress.

    One whose key was queued before is not queued again, unless that one could not be sent. The
    rows belong to the caller's transaction: no mail tells of what did not happen.
    """
    now = timezone.now()
    mails = [_mail(email, queued_at=now, due_at=now) for email in emails]
    if all(email.to_nobody is None for email in emails):
        return _queue_once(mails)
    with transaction.atomic():
        Mail.objects.bulk_create(mails, batch_size=BATCH, ignore_conflicts=True)
        # Whether or not there is anything to take back, so that the time it takes does not tell
        # who has an account.
        unwanted = Mail.objects.filter(state=MailState.DUE, due_at=now, kind=NOBODY)
        unwanted._raw_delete(unwanted.db)
    return set()


def _queue_once(mails: Sequence[Mail]) -> set[str]:
    """Write mails whose keys no other has; two queries more where there are keys."""
    keys = [mail.key for mail in mails if mail.key]
    if not keys:
        Mail.objects.bulk_create(mails, batch_size=BATCH)
        return set()
    unsent = Mail.objects.filter(key__in=keys, state__in=[MailState.FAILED, MailState.DROPPED])
    unsent.update(key=None)
    Mail.objects.bulk_create(mails, batch_size=BATCH, ignore_conflicts=True)
    # Those that others wrote before have another moment.
    written = Mail.objects.filter(key__in=keys, queued_at=mails[0].queued_at)
    return _keys_of(written)


def queued_before(keys: Iterable[str]) -> set[str]:
    """Return those of ``keys`` that a mail has been queued with, in one query."""
    return _keys_of(Mail.objects.filter(key__in=keys))


def _keys_of(mails: QuerySet[Mail]) -> set[str]:
    return {key for key in mails.values_list("key", flat=True) if key}


def queue_mail(email: Email, *, due_at: datetime.datetime | None = None) -> bool:
    """Queue one mail, to be sent at ``due_at`` or at once; False if its key was queued before."""
    now = timezone.now()
    before = Mail.objects.filter(key=email.key).exists() if email.key else False
    Mail.objects.bulk_create(
        [_mail(email, queued_at=now, due_at=due_at or now)], ignore_conflicts=True
    )
    return not before


def _mail(email: Email, *, queued_at: datetime.datetime, due_at: datetime.datetime) -> Mail:
    try:
        validate_email(email.address)
    except ValidationError as error:
        raise UnusableAddress(email.address) from error
    text = email.text.replace("\x00", "")
    return Mail(
        person_id=email.person,
        address=email.address,
        language=email.language,
        kind=NOBODY if email.to_nobody else email.kind,
        key=email.key or None,
        # One line, whatever is in a name or a title: a line break would begin another header.
        subject=" ".join(email.subject.replace("\x00", "").split())[:200],
        text=text,
        html=as_html(text, language=email.language),
        queued_at=queued_at,
        due_at=due_at,
    )
