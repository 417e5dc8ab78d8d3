"""The sweep that forgets history entries about roles that are forgotten themselves."""

from __future__ import annotations

from datetime import datetime

from django.db.models import BigIntegerField, Exists, OuterRef, QuerySet
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _
from wagtail.models import ModelLogEntry

from cms.administration.log import LAST_DAY
from learning.people.models import RoleGrant
from learning.sweeps.forgetting import forgetting


def _last_days(now: datetime) -> QuerySet[ModelLogEntry]:
    """Return the entries about the last days of roles that are deleted by now."""
    entries = ModelLogEntry.objects.filter(action=LAST_DAY).annotate(
        grant=Cast(KeyTextTransform("grant", "data"), BigIntegerField())
    )
    return entries.exclude(Exists(RoleGrant.objects.filter(pk=OuterRef("grant"))))


forget_last_days = forgetting(
    "forget-last-days",
    _("Deleting from histories the last days of roles that ended long ago"),
    _last_days,
)
