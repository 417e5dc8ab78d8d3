"""Mails: a mail is a row with a state, and the row is the queue."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class MailState(models.TextChoices):
    """The states of a mail, from due to sent, failed or dropped."""

    DUE = "due", _("To be sent")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Could not be sent")
    DROPPED = "dropped", _("No longer needed")


class Mail(models.Model):
    """One mail to one address.

    Words are finished when the mail is queued: it says what was true and meant then, in the
    language of that moment, and sending needs no templates, no room above and no second
    rendering that could differ on a retry. Links in it may sign somebody in, so the words are
    wiped as soon as it is no longer due; what stays is that it was sent.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="mails"
    )
    address = models.EmailField(_("address"))
    language = models.CharField(_("language"), max_length=12)
    kind = models.CharField(_("kind"), max_length=60)
    key = models.CharField(
        max_length=200, null=True, help_text="What it is about, once; empty for a mail that is not."
    )
    subject = models.CharField(_("subject"), max_length=200)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=MailState.choices, default=MailState.DUE
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(max_length=300, blank=True)
    queued_at = models.DateTimeField()
    due_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["key"], name="mail_once"),
            models.CheckConstraint(
                condition=Q(state="due") | Q(text="", html=""), name="mail_keeps_no_words"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["due_at"], name="mail_due", condition=Q(state="due")),
            models.Index(fields=["finished_at"], name="mail_finished", condition=~Q(state="due")),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.get_state_display()}"
