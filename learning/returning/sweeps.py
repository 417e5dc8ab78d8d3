"""The sweep that forgets forms after their hour."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from learning.returning.models import KeptForm
from learning.sweeps.forgetting import forgetting


def _forms(now: datetime) -> QuerySet[KeptForm]:
    return KeptForm.objects.filter(forgotten_at__lte=now)


forget_forms = forgetting("forget-forms", _("Deleting forms that were not saved in time"), _forms)
