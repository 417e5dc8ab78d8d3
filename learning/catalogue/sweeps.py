"""The sweep that forgets old searches without a result."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from learning.catalogue.models import SearchWithoutResults
from learning.sweeps.forgetting import forgetting


def _old(now: datetime.datetime) -> QuerySet[SearchWithoutResults]:
    """Return the counts of days SEARCHES_KEPT_DAYS ago or more."""
    until = now.date() - datetime.timedelta(days=settings.SEARCHES_KEPT_DAYS)
    return SearchWithoutResults.objects.filter(day__lte=until)


forget_searches = forgetting("forget-searches", _("Deleting old counts of searches"), _old)
