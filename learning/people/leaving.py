"""What happens when somebody leaves: they are signed out everywhere and nothing is deleted."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from knox.models import get_token_model

from learning.people.changes import PeopleChanges, tell_consumers
from learning.people.models import RoleGrant, User


def end_access(*, people: list[int], now: datetime.datetime) -> None:
    """End the sessions, API tokens and roles of ``people``, and shut their sign-in.

    Five statements whatever their number: tokens are read before they are deleted, as something
    listens to deletions.
    """
    User.objects.filter(pk__in=people).update(
        is_active=False, session_version=F("session_version") + 1
    )
    get_token_model().objects.filter(user__in=people).delete()
    RoleGrant.objects.filter(person__in=people, ended_at__isnull=True).update(ended_at=now)


def end_due(*, now: datetime.datetime) -> int:
    """End the access of everyone whose last day has passed; a sweep. Return how many.

    An import ends today's leavers itself; this finds those whose leaving date was said ahead.
    """
    today = timezone.localdate(now)
    with transaction.atomic():
        leavers = list(
            User.objects.filter(left_on__lte=today, is_active=True)
            .order_by("pk")
            .select_for_update(skip_locked=True)
            .values_list("pk", flat=True)[:5000]
        )
        if leavers:
            end_access(people=leavers, now=now)
            tell_consumers(PeopleChanges(on=today, left=tuple(leavers)))
    return len(leavers)
