"""Trying whether the service works: a test email, and a backup that was restored elsewhere."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from cms.administration.models import BackupTrial, MailTrial
from learning.people.emails import Email, queue_emails
from learning.people.models import User


@transaction.atomic
def send_test_mail(*, by: User, address: str, now: datetime) -> MailTrial:
    """Queue a test email, with a link that says that it arrived."""
    trial = MailTrial.objects.create(address=address, sent_by=by, sent_at=now)
    path = reverse("administration:mail_arrived", args=[trial.token])
    with translation.override(by.preferred_language):
        service = {"service": str(settings.SERVICE_NAME)}
        paragraphs = [
            _("This is a test email from %(service)s. If you can read this, emails arrive.")
            % service,
            _("Open this link to confirm:"),
            f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}{path}",
            str(settings.SERVICE_NAME),
        ]
        email = Email(
            kind="test-mail",
            address=address,
            language=by.preferred_language,
            subject=_("Test email from %(service)s") % service,
            text="\n\n".join(paragraphs),
            key=trial.key,
        )
    queue_emails([email])
    return trial


def confirm_mail(*, by: User, token: UUID, now: datetime) -> MailTrial | None:
    """Record that a test email arrived; again changes nothing. None where there is none."""
    MailTrial.objects.filter(token=token, confirmed_at__isnull=True).update(
        confirmed_at=now, confirmed_by=by
    )
    return MailTrial.objects.filter(token=token).first()


def record_backup(*, by: User | None, tried_on: date, found: str, now: datetime) -> BackupTrial:
    """Record that a backup was restored elsewhere, and what it held."""
    return BackupTrial.objects.create(
        tried_on=tried_on, found=found[:300], recorded_at=now, recorded_by=by
    )
