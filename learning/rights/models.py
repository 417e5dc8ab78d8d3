"""Promises of organisations about the use of learning data."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from learning.people.models import Organisation


class UsePromise(models.Model):
    """A promise of an organisation, from one moment to another, about the use of learning data.

    It holds for the organisation and all below it, but for those that say something themselves.
    One of no organisation is the service's own. What was said before stays known.
    """

    LONGEST = 300

    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="promises"
    )
    texts = models.JSONField(help_text="The words by the code of their language, as plain text.")
    said_at = models.DateTimeField()
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("promise about learning data")
        verbose_name_plural = _("promises about learning data")
        default_permissions: ClassVar = []
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(ended_at__isnull=True),
                nulls_distinct=False,
                name="promise_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("said_at")),
                name="promise_ends_after_it_was_made",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id}: {self.said_at:%Y-%m-%d}"
