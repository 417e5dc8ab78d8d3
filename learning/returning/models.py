"""Forms that were sent and not saved: kept for a while, for the person who sent them."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class KeptForm(models.Model):
    """A form that was not saved: what somebody typed, as it was sent to ``address``.

    ``fields`` are pairs of a name and what was typed, in the order of the form; names of passwords
    are never among them. Nobody but ``person`` is shown any of it, and nothing is done with it
    before they have sent the form again.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="kept_forms"
    )
    address = models.CharField(max_length=500)
    fields = models.JSONField()
    kept_at = models.DateTimeField()
    forgotten_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("kept form")
        verbose_name_plural = _("kept forms")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "address"], name="form_kept_once")
        ]

    def __str__(self) -> str:
        return self.address
