"""Trials by administrators: whether emails arrive, and whether a backup can be restored."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class MailTrial(models.Model):
    """A test email; anyone who gets it says so on the page that its link opens."""

    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    address = models.EmailField(_("address"))
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("test email")
        verbose_name_plural = _("test emails")
        ordering: ClassVar = ["-sent_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.sent_at:%Y-%m-%d}"

    @property
    def key(self) -> str:
        """The key of the email in the queue of emails."""
        return f"test-mail:{self.token}"


class BackupTrial(models.Model):
    """A backup that was restored somewhere else and looked at: by a person, or by the command."""

    tried_on = models.DateField(_("date"))
    found = models.CharField(_("what it held"), max_length=300, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("restored backup")
        verbose_name_plural = _("restored backups")
        ordering: ClassVar = ["-tried_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.tried_on:%Y-%m-%d}"
