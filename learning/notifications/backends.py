"""Django's email backend, which puts mails into the queue.

Third parties (the Wagtail admin's workflow mails) send inside the request; as EMAIL_BACKEND this
makes their mails rows too, so a slow mail server never keeps a person waiting.
"""

from __future__ import annotations

from collections.abc import Sequence
from email.utils import parseaddr

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import translation

from learning.notifications.services import queue_mails
from learning.people.emails import Email


class QueueBackend(BaseEmailBackend):
    """A backend that queues the plain text of each message for each of its recipients."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        language = translation.get_language() or "en-gb"
        queue_mails(
            [
                Email(
                    kind="other",
                    address=parseaddr(address)[1],
                    language=language,
                    subject=str(message.subject),
                    text=str(message.body),
                )
                for message in email_messages
                for address in message.recipients()
            ]
        )
        return len(email_messages)
