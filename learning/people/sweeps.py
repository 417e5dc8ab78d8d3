"""Sweeps that forget what signing in left behind."""

from __future__ import annotations

import datetime
from typing import Any

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from knox.models import get_token_model

from learning.people.models import LimitCount, RoleGrant
from learning.sweeps.forgetting import forgetting


def _sessions(now: datetime.datetime) -> QuerySet[Session]:
    """Return the sessions that ended so long ago that nobody asks any more whose they were."""
    known = datetime.timedelta(seconds=settings.SESSION_KNOWN_SECONDS)
    return Session.objects.filter(expire_date__lt=now - known)


def _tokens(now: datetime.datetime) -> QuerySet[Any]:
    return get_token_model().objects.filter(expiry__lt=now)


def _attempts(now: datetime.datetime) -> QuerySet[LimitCount]:
    """Return the counts of attempts that limit nothing any more."""
    return LimitCount.objects.filter(forgotten_at__lt=now, waits_until__lt=now)


def _roles(now: datetime.datetime) -> QuerySet[RoleGrant]:
    return RoleGrant.objects.filter(
        ended_at__lt=now - datetime.timedelta(days=settings.ROLES_KEPT_DAYS)
    )


forget_sessions = forgetting("forget-sessions", _("Deleting sessions that have ended"), _sessions)
forget_tokens = forgetting("forget-tokens", _("Deleting API tokens that have expired"), _tokens)
forget_attempts = forgetting(
    "forget-attempts", _("Deleting attempts to sign in that no longer count"), _attempts
)
forget_roles = forgetting("forget-roles", _("Deleting roles that ended long ago"), _roles)
