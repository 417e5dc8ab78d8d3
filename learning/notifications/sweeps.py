"""Sending what is due, and forgetting what was sent long ago.

A mail goes out at least once: it is claimed by pushing its due time into the future (the lease)
and counting the attempt, in a transaction of its own; then it is handed to the mail server; then
it is marked sent. Marking first would lose a mail when the process dies in between; this way it is
sent again after the lease. Its Message-ID is the same each time, so mail servers and programs
that look can tell that it is the same mail. No lock is held while a mail server is slow.
"""

from __future__ import annotations

import datetime
import time
from email.utils import parseaddr
from smtplib import SMTPException, SMTPRecipientsRefused

import structlog
from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from learning.notifications.models import Mail, MailState
from learning.people.invitations import KIND as INVITATION
from learning.people.invitations import forget_invitation
from learning.sweeps.claims import release, set_aside
from learning.sweeps.forgetting import forgetting
from learning.sweeps.rows import SelfManaged

logger = structlog.get_logger(__name__)

SEND = "send"
BATCH = 50
LEASE = datetime.timedelta(minutes=10)
# After each failed attempt, how long until the next; after the last one the mail has failed.
PAUSES = tuple(datetime.timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 720))


def _send_some(*, now: datetime.datetime) -> int:
    """Send up to 50 mails that are due, and return how many were dealt with.

    A mail server that does not answer is asked before any mail is claimed, so that an outage costs
    none of them an attempt. A mail that cannot even be put together is set aside like any row, and
    tried again as often as one that the server refuses.
    """
    if not _due(now).exists():
        return 0
    done, ends = 0, time.monotonic() + settings.SWEEP_SECONDS
    with get_connection(settings.MAIL_DELIVERY_BACKEND) as connection:
        for mail in _claim(now):
            _send(mail, connection, now)
            done += 1
            if time.monotonic() > ends:
                # What was claimed and not sent is due again after the lease.
                break
    return done


def _again(now: datetime.datetime) -> None:
    """Make due now the mails that failed and would be tried again later."""
    Mail.objects.filter(state=MailState.DUE, attempts__gt=0).exclude(problem="").update(due_at=now)


send_due = SelfManaged(SEND, _("Sending emails"), _send_some, _again)


def _old(now: datetime.datetime) -> QuerySet[Mail]:
    """Return the mails finished MAIL_KEPT_DAYS ago; what is to be sent is never too old."""
    until = now - datetime.timedelta(days=settings.MAIL_KEPT_DAYS)
    return Mail.objects.exclude(state=MailState.DUE).filter(finished_at__lt=until)


forget_old = forgetting("forget-mails", _("Deleting old emails"), _old)


def _due(now: datetime.datetime) -> QuerySet[Mail]:
    return Mail.objects.filter(state=MailState.DUE, due_at__lte=now).order_by("due_at", "pk")


def _claim(now: datetime.datetime) -> list[Mail]:
    with transaction.atomic():
        mails = list(
            _due(now)
            .select_for_update(skip_locked=True, of=("self",))
            .select_related("person")[:BATCH]
        )
        for mail in mails:
            mail.attempts += 1
            mail.due_at = now + LEASE
        Mail.objects.bulk_update(mails, ["attempts", "due_at"])
    return mails


def _send(mail: Mail, connection: BaseEmailBackend, now: datetime.datetime) -> None:
    if mail.person and not mail.person.may_sign_in(timezone.localdate(now)):
        _finish(mail, MailState.DROPPED, now, "The person has left.")
        return
    if mail.attempts > len(PAUSES) + 1:
        # Every attempt so far ended with the process: do not let one mail kill it for ever.
        _finish(mail, MailState.FAILED, now, mail.problem or "Each attempt was cut short.")
        return
    try:
        _message(mail, connection).send()
    except SMTPRecipientsRefused as error:
        # The mail server knows for sure that there is no such address (5xx), or says try later.
        codes = [code for code, _reason in error.recipients.values()]
        _failed(mail, now, error, final=bool(codes) and all(code >= 500 for code in codes))
    except (SMTPException, OSError) as error:
        _failed(mail, now, error, final=False)
    except Exception as error:
        # Nothing the mail server said: a fault of ours, which must not hold up the mails behind.
        logger.exception("mail_could_not_be_made", mail=mail.pk)
        set_aside(SEND, str(mail.pk), error, now=now)
        _failed(mail, now, error, final=False)
    else:
        _finish(mail, MailState.SENT, now, "")


def _message(mail: Mail, connection: BaseEmailBackend) -> EmailMultiAlternatives:
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    message = EmailMultiAlternatives(
        subject=mail.subject,
        body=mail.text,
        to=[mail.address],
        connection=connection,
        headers={
            "Message-ID": f"<mail-{mail.pk}-{int(mail.queued_at.timestamp())}@{domain}>",
            "Content-Language": mail.language,
            "Auto-Submitted": "auto-generated",
        },
    )
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    return message


def _failed(mail: Mail, now: datetime.datetime, error: Exception, *, final: bool) -> None:
    logger.warning("mail_not_sent", mail=mail.pk, attempt=mail.attempts, error=type(error).__name__)
    # What the server answered often holds the address: keep the kind of error only.
    problem = type(error).__name__
    if final or mail.attempts > len(PAUSES):
        _finish(mail, MailState.FAILED, now, problem)
        return
    Mail.objects.filter(pk=mail.pk, state=MailState.DUE).update(
        due_at=now + PAUSES[mail.attempts - 1], problem=problem
    )


def _finish(mail: Mail, state: MailState, now: datetime.datetime, problem: str) -> None:
    if state is MailState.DROPPED and mail.kind == INVITATION and mail.person_id:
        with transaction.atomic():
            if _end(mail, state, now, problem):
                forget_invitation(person=mail.person_id)
    else:
        _end(mail, state, now, problem)
    if mail.attempts > 1:
        release(SEND, str(mail.pk))


def _end(mail: Mail, state: MailState, now: datetime.datetime, problem: str) -> bool:
    """Store how a mail ended; False where another sweep did, after the lease of this one."""
    due = Mail.objects.filter(pk=mail.pk, state=MailState.DUE)
    return bool(due.update(state=state, finished_at=now, problem=problem, text="", html=""))
