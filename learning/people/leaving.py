"""The end of access when somebody leaves: signed out everywhere, and nothing is deleted."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.db import transaction
from django.db.models import Case, F, Q, QuerySet, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from knox.models import get_token_model

from learning.people.changes import PeopleChanges, tell_consumers
from learning.people.models import User
from learning.sweeps.rows import Together


def end_access(*, people: list[int]) -> None:
    """End the sessions, API tokens and invitations of ``people``, and shut their sign-in.

    Whom an HR file does not name may be back in the next one: if they have never been here there
    is nothing to end but an invitation, and that works again when they are back. Two statements
    whatever their number. What people were given to do ends as PEOPLE_CONSUMERS hear of it
    (learning.people.rights).
    """
    never_here = Q(last_login__isnull=True)
    may_be_back = never_here & Q(absent_since__isnull=False)
    User.objects.filter(pk__in=people).update(
        is_active=False,
        session_version=Case(
            When(may_be_back, then=F("session_version")), default=F("session_version") + 1
        ),
        # Their link is dead, so they count as not invited if they come back.
        invited_at=Case(When(never_here & ~may_be_back, then=None), default=F("invited_at")),
    )
    # Not one hundred at a time: nothing hangs on a token.
    tokens = get_token_model().objects.filter(user__in=people)
    tokens._raw_delete(tokens.db)


def _leavers(now: datetime.datetime) -> QuerySet[User]:
    return User.objects.filter(left_on__lte=timezone.localdate(now), is_active=True).order_by("pk")


def _end(keys: Sequence[int], *, now: datetime.datetime) -> int:
    """End the access of those of ``keys`` whose last day has passed; return how many."""
    with transaction.atomic():
        leavers = list(
            _leavers(now)
            .filter(pk__in=keys)
            .select_for_update(skip_locked=True)
            .values_list("pk", flat=True)
        )
        if leavers:
            end_access(people=leavers)
            tell_consumers(PeopleChanges(on=timezone.localdate(now), left=tuple(leavers), at=now))
    return len(leavers)


# An import ends today's leavers itself; this finds those whose leaving date was said ahead.
end_due = Together("leavers", _("Ending the access of leavers"), _leavers, _end, at_most=5000)
