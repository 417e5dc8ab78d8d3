"""The real mail queue for the tests: mails that are due, a mail server slow enough to be killed
in between, and what became of them.

The mail server leaves each message it takes as a file, so that a mail sent twice shows.
"""

from __future__ import annotations

import time
import uuid
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from email import message_from_bytes
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from learning.notifications.models import Mail, MailState
from learning.notifications.services import queue_mails
from learning.people.emails import Email

SECONDS_PER_MAIL = 0.05


class SlowMailServer(BaseEmailBackend):
    """Takes its time, long enough for its worker to be killed or raced, and keeps every message."""

    def send_messages(self, messages: Sequence[EmailMessage]) -> int:
        for message in messages:
            time.sleep(SECONDS_PER_MAIL)
            file = Path(settings.EMAIL_FILE_PATH) / f"{uuid.uuid4()}.eml"
            file.write_bytes(message.message().as_bytes())
        return len(messages)


def fail(*, now: datetime) -> int:
    """Fail, as a sweep whose mail server is away does."""
    raise ConnectionError("the mail server is away")


def make_due(number: int) -> None:
    """Queue ``number`` mails, as the service queues them."""
    queue_mails(
        [
            Email(
                kind="reliability",
                address=f"person-{n}@demo.example",
                language="en-gb",
                subject=f"Mail {n}",
                text=f"The words of mail {n}.",
                key=f"reliability:{n}",
            )
            for n in range(number)
        ]
    )


def left() -> int:
    """Return how many mails are still to be sent."""
    return Mail.objects.filter(kind="reliability", state=MailState.DUE).count()


def sent() -> int:
    """Return how many mails the rows say were sent; their words are wiped by then."""
    return Mail.objects.filter(kind="reliability", state=MailState.SENT, text="").count()


def taken(folder: Path) -> Counter[tuple[str, str]]:
    """Return how often the mail server took each mail, by its Message-ID and address."""
    messages = [message_from_bytes(file.read_bytes()) for file in folder.glob("*.eml")]
    return Counter((str(message["Message-ID"]), str(message["To"])) for message in messages)


def let_leases_run_out() -> int:
    """Do what ten minutes do: what a lost worker had claimed is due again. Return how many."""
    now = timezone.now()
    claimed = Mail.objects.filter(kind="reliability", state=MailState.DUE, due_at__gt=now)
    return claimed.update(due_at=now)
