"""Forgetting what signing in left behind."""

from __future__ import annotations

import datetime

from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.sessions.models import Session
from knox.models import get_token_model

from learning.privacy.retention import delete_some


def forget_expired(*, now: datetime.datetime) -> int:
    """Delete sessions and API tokens that have expired, and wrong passwords that count no more.

    A sweep; up to a thousand of each at a time. Returns how many rows are gone.
    """
    counted_until = now - datetime.timedelta(hours=settings.AXES_COOLOFF_TIME)
    return (
        delete_some(Session.objects.filter(expire_date__lt=now))
        + delete_some(get_token_model().objects.filter(expiry__lt=now))
        + delete_some(AccessAttempt.objects.filter(attempt_time__lt=counted_until))
    )
