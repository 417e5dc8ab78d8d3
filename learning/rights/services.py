"""Writing, and taking back, what an organisation promises about learning data."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from django.db import IntegrityError, transaction

from learning.people.leading import leads
from learning.people.models import Organisation, User
from learning.rights.models import UsePromise


class MayNotSpeak(Exception):
    """Raised for promising in the name of an organisation that somebody does not lead."""


class SaidMeanwhile(Exception):
    """Raised where somebody else changed the promise since it was read."""


def may_speak_for(person: User, organisation: Organisation | None) -> bool:
    """Tell whether ``person`` may write what ``organisation``, or the service, promises."""
    if person.is_superuser:
        return True
    return organisation is not None and leads(person, organisation)


def make_promise(
    *,
    organisation: Organisation | None,
    texts: Mapping[str, str],
    by: User,
    now: datetime.datetime,
    seen: int | None,
) -> None:
    """Say ``texts`` in the name of ``organisation``, or of the service where it is None.

    They hold for it and all below it from now on; the same words again change nothing. ``seen``
    is the key of the promise that ``by`` had read, if any.

    :raises MayNotSpeak: for somebody else's organisation.
    :raises SaidMeanwhile: where another promise was made since.
    """
    if not may_speak_for(by, organisation):
        raise MayNotSpeak
    try:
        with transaction.atomic():
            before = _hold(organisation, seen)
            if before is not None:
                if before.texts == dict(texts):
                    return
                _end(before, by=by, now=now)
            UsePromise.objects.create(
                organisation=organisation, texts=dict(texts), said_by=by, said_at=now
            )
    except IntegrityError as error:
        # Two first promises at the same moment: there was no row yet for one to wait at.
        raise SaidMeanwhile from error


@transaction.atomic
def take_promise_back(
    *, organisation: Organisation | None, by: User, now: datetime.datetime, seen: int | None
) -> None:
    """Take back the promise of ``organisation``: what is said above it holds again.

    :raises MayNotSpeak: for somebody else's organisation.
    :raises SaidMeanwhile: where another promise was made since.
    """
    if not may_speak_for(by, organisation):
        raise MayNotSpeak
    before = _hold(organisation, seen)
    if before is not None:
        _end(before, by=by, now=now)


def _hold(organisation: Organisation | None, seen: int | None) -> UsePromise | None:
    """Lock what is promised now, and return it; refuse where it is not what was read."""
    found = (
        UsePromise.objects.select_for_update(of=("self",))
        .filter(organisation=organisation, ended_at__isnull=True)
        .first()
    )
    if (found.pk if found else None) != seen:
        raise SaidMeanwhile
    return found


def _end(promise: UsePromise, *, by: User, now: datetime.datetime) -> None:
    promise.ended_at = max(now, promise.said_at)
    promise.ended_by = by
    promise.save(update_fields=["ended_at", "ended_by"])
