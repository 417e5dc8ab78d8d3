"""A mail is a row: said twice it is sent once, lost in the middle it is sent again."""

from __future__ import annotations

import datetime
import threading
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
from django.core import mail as outbox
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from learning.notifications import sweeps
from learning.notifications.backends import QueueBackend
from learning.notifications.models import Mail, MailState
from learning.notifications.rendering import as_html
from learning.notifications.services import UnusableAddress, queue_mail, queue_mails
from learning.notifications.sweeps import LEASE, PAUSES, forget_old, send_due
from learning.people.emails import Email
from learning.privacy.registry import declarations
from tests.factories.people import PersonFactory

# Sweeps of these tests run after everything they queue.
NOW = timezone.now() + datetime.timedelta(hours=1)


def email(**changes) -> Email:
    values = {
        "kind": "test",
        "address": "a@x.example",
        "language": "en-gb",
        "subject": "Subject",
        "text": "Hello\n\nhttps://x.example/a?b=1&c=2.",
    }
    return Email(**{**values, **changes})


class Refusing(BaseEmailBackend):
    """A mail server that answers what the test says."""

    answer: Exception

    def send_messages(self, messages):
        raise self.answer


class Dying(BaseEmailBackend):
    """Takes the mail, and then the process is gone."""

    def send_messages(self, messages):
        outbox.outbox.extend(messages)
        raise KeyboardInterrupt


@pytest.mark.django_db
def test_a_mail_goes_out_as_text_and_html_and_its_words_are_wiped() -> None:
    queue_mail(email(key="a"))
    assert send_due(now=NOW) == 1
    (sent,) = outbox.outbox
    assert sent.to == ["a@x.example"]
    assert sent.body.startswith("Hello")
    (html,) = sent.alternatives
    assert '<a style="color:#1d70b8" href="https://x.example/a?b=1&amp;c=2">' in html[0]
    assert sent.message()["Content-Language"] == "en-gb"
    row = Mail.objects.get()
    assert (row.state, row.text, row.html, row.attempts) == (MailState.SENT, "", "", 1)
    assert row.finished_at == NOW
    assert send_due(now=NOW + datetime.timedelta(days=9)) == 0


@pytest.mark.django_db
def test_the_database_keeps_no_words_of_what_was_sent() -> None:
    queue_mail(email())
    with pytest.raises(IntegrityError), transaction.atomic():
        Mail.objects.update(state=MailState.SENT)


@pytest.mark.django_db
def test_saying_it_twice_sends_it_once() -> None:
    assert queue_mail(email(key="once")) is True
    assert queue_mail(email(key="once", subject="Again")) is False
    queue_mails([email(key="once"), email(key="two"), email(), email()])
    assert Mail.objects.count() == 4
    assert Mail.objects.get(key="once").subject == "Subject"


@pytest.mark.django_db
def test_no_mail_tells_of_what_did_not_happen() -> None:
    with transaction.atomic():
        queue_mail(email())
        transaction.set_rollback(True)
    assert not Mail.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", ["", "a", "a@x.example\nBcc: b@x.example", "a@x.example,b@x.example"]
)
def test_an_address_that_is_none_is_refused(address: str) -> None:
    with pytest.raises(UnusableAddress):
        queue_mail(email(address=address))


@pytest.mark.django_db
def test_a_name_cannot_add_a_header_or_markup() -> None:
    hostile = 'Ann\r\nBcc: evil@x.example\n\n<script>alert("x")</script>\x00'
    queue_mail(email(subject=hostile, text=hostile))
    send_due(now=NOW)
    (sent,) = outbox.outbox
    assert "\n" not in sent.subject
    assert sent.message()["Bcc"] is None
    assert sent.recipients() == ["a@x.example"]
    assert "<script>" not in sent.alternatives[0][0]


def test_links_become_links_and_nothing_else_becomes_markup() -> None:
    html = as_html('a <b> "q"\n\njavascript:x (https://x.example/"onclick=1).', language='"><x')
    assert "<b>" not in html
    assert 'href="javascript' not in html
    assert 'href="https://x.example/"' in html
    assert "<x" not in html


@pytest.mark.django_db
def test_a_mail_server_that_is_away_is_tried_again_later_and_not_for_ever(settings) -> None:
    settings.MAIL_DELIVERY_BACKEND = "tests.notifications.test_mails.Refusing"
    Refusing.answer = SMTPServerDisconnected("a@x.example is secret")
    queue_mail(email())
    now = NOW
    for pause in PAUSES:
        assert send_due(now=now) == 1
        row = Mail.objects.get()
        assert (row.state, row.due_at, row.problem) == (
            MailState.DUE, now + pause, "SMTPServerDisconnected",
        )  # fmt: skip
        assert send_due(now=now) == 0
        now += pause
    assert send_due(now=now) == 1
    row = Mail.objects.get()
    assert (row.state, row.text, row.attempts) == (MailState.FAILED, "", len(PAUSES) + 1)


@pytest.mark.django_db
@pytest.mark.parametrize(("code", "state"), [(550, MailState.FAILED), (450, MailState.DUE)])
def test_an_address_that_does_not_exist_is_not_tried_again(settings, code, state) -> None:
    settings.MAIL_DELIVERY_BACKEND = "tests.notifications.test_mails.Refusing"
    Refusing.answer = SMTPRecipientsRefused({"a@x.example": (code, b"no")})
    queue_mail(email())
    send_due(now=NOW)
    assert Mail.objects.get().state == state


@pytest.mark.django_db
def test_a_process_that_dies_after_sending_sends_again_with_the_same_id(settings) -> None:
    queue_mail(email())
    settings.MAIL_DELIVERY_BACKEND = "tests.notifications.test_mails.Dying"
    with pytest.raises(KeyboardInterrupt):
        send_due(now=NOW)
    assert Mail.objects.get().state == MailState.DUE
    settings.MAIL_DELIVERY_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert send_due(now=NOW) == 0
    assert send_due(now=NOW + LEASE) == 1
    first, second = outbox.outbox
    assert first.message()["Message-ID"] == second.message()["Message-ID"]
    assert Mail.objects.get().state == MailState.SENT


@pytest.mark.django_db
def test_a_mail_that_kills_each_process_is_given_up(settings) -> None:
    queue_mail(email())
    settings.MAIL_DELIVERY_BACKEND = "tests.notifications.test_mails.Dying"
    now = NOW
    for _attempt in range(len(PAUSES) + 1):
        with pytest.raises(KeyboardInterrupt):
            send_due(now=now)
        now += LEASE
    assert send_due(now=now) == 1
    assert Mail.objects.get().state == MailState.FAILED


@pytest.mark.django_db
def test_nobody_who_has_left_gets_mail() -> None:
    person = PersonFactory(left_on=timezone.localdate())
    queue_mail(email(person=person.pk, address=person.email))
    send_due(now=NOW)
    assert outbox.outbox == []
    assert Mail.objects.get().state == MailState.DROPPED


@pytest.mark.django_db
def test_third_parties_mails_become_rows() -> None:
    message = EmailMessage("Subject", "Body", to=["Ann <a@x.example>", "b@x.example"])
    assert QueueBackend().send_messages([message]) == 1
    assert sorted(Mail.objects.values_list("address", flat=True)) == ["a@x.example", "b@x.example"]


@pytest.mark.django_db
def test_a_batch_takes_a_constant_number_of_queries_and_is_bounded(
    django_assert_num_queries,
) -> None:
    queue_mails([email(address=f"a{number}@x.example") for number in range(sweeps.BATCH + 5)])
    # Whether any is due, claiming, and one for each that is sent.
    with django_assert_num_queries(5 + sweeps.BATCH):
        assert send_due(now=NOW) == sweeps.BATCH
    assert send_due(now=NOW) == 5


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_sweeps_at_once_send_each_mail_once() -> None:
    queue_mails([email(address=f"a{number}@x.example") for number in range(40)])
    barrier = threading.Barrier(4)

    def sweep() -> None:
        try:
            barrier.wait()
            while send_due(now=NOW):
                pass
        finally:
            connection.close()

    threads = [threading.Thread(target=sweep) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    addresses = [message.to[0] for message in outbox.outbox]
    assert len(addresses) == 40
    assert len(set(addresses)) == 40


@pytest.mark.django_db
def test_a_finished_mail_is_forgotten_after_as_long_as_the_settings_say(settings) -> None:
    settings.MAIL_KEPT_DAYS = 30
    now = timezone.now()
    for number, (state, age) in enumerate(
        [("sent", 31), ("failed", 31), ("dropped", 31), ("sent", 29), ("due", 400)]
    ):
        then = now - datetime.timedelta(days=age)
        Mail.objects.create(
            address="someone@demo.example", language="cy", kind=f"{state} {age}", key=str(number),
            subject="S", state=state, queued_at=then, due_at=then,
            finished_at=None if state == "due" else then,
        )  # fmt: skip
    assert forget_old(now=now) == 3
    assert set(Mail.objects.values_list("kind", flat=True)) == {"sent 29", "due 400"}
    assert forget_old(now=now) == 0


def test_what_people_are_told_about_mails_is_what_the_settings_say(settings) -> None:
    told = [one.retention for one in declarations() if one.model == "notifications.Mail"]
    assert told
    assert all(f"for {settings.MAIL_KEPT_DAYS} days" in str(text) for text in told)
