"""Rows that a sweep could not do yet, and when sweeps were last seen to run."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class SetAside(models.Model):
    """One due row that a sweep has begun and not finished.

    Written before the work begins, so that a row which ends the process is found again only after
    a pause, and gone as soon as the work is done. What is left is what failed: it is tried again
    at ``due_at``, later each time. The error names its kind and its place in the code; its words,
    which may hold personal data, are in the log alone.
    """

    sweep = models.CharField(_("work"), max_length=60)
    key = models.CharField(_("row"), max_length=200)
    attempts = models.PositiveIntegerField(_("attempts"), default=1)
    error = models.CharField(_("error"), max_length=300, blank=True)
    first_tried_at = models.DateTimeField(_("first tried"))
    failed_at = models.DateTimeField(_("last failed"), null=True)
    due_at = models.DateTimeField(_("next try"))

    class Meta:
        verbose_name = _("work that failed")
        verbose_name_plural = _("work that failed")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["sweep", "key"], name="set_aside_once"),
        ]

    def __str__(self) -> str:
        return f"{self.sweep} {self.key}"


class Heartbeat(models.Model):
    """The moment when work in the background last ran: one row, written by a sweep."""

    name = models.CharField(max_length=40, primary_key=True)
    seen_at = models.DateTimeField()

    class Meta:
        verbose_name = _("sign of life")
        verbose_name_plural = _("signs of life")

    def __str__(self) -> str:
        return self.name
