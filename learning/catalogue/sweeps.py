"""Forgetting what was searched for in vain."""

from __future__ import annotations

import datetime

from django.conf import settings

from learning.catalogue.models import VainSearch
from learning.privacy.retention import delete_some


def forget_vain_searches(*, now: datetime.datetime) -> int:
    """Delete up to a thousand counts of days SEARCHES_KEPT_DAYS ago or more; a sweep."""
    until = now.date() - datetime.timedelta(days=settings.SEARCHES_KEPT_DAYS)
    return delete_some(VainSearch.objects.filter(day__lte=until))
