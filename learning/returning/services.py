"""Keeping a form that was not saved, within bounds, and forgetting it when it was sent again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction

from learning.people.models import User
from learning.returning.models import KeptForm

# The key of the lock that lets forms be counted: "forms" as bytes.
LOCK = int.from_bytes(b"forms", "big")
Fields = Sequence[tuple[str, str]]


class NotKept(Exception):
    """Raised for a form that is too large to be kept, or for which there is no room."""


def keep_form(*, person: User, address: str, fields: Fields, now: datetime) -> KeptForm:
    """Keep what ``person`` sent to ``address``, in the place of what they sent there before.

    Of one person the oldest gives way, of all together none does. Raises NotKept.
    """
    size = sum(len(part.encode()) for pair in fields for part in pair)
    longest = KeptForm._meta.get_field("address").max_length or 0
    # PostgreSQL stores no NUL, and nobody types one.
    has_nul = any("\x00" in part for pair in fields for part in pair)
    if size > settings.KEPT_FORM_BYTES or len(address) > longest or has_nul:
        raise NotKept
    with transaction.atomic():
        # One at a time, so that the bounds hold for many at once; it is rare and short.
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        own = KeptForm.objects.filter(person=person)
        own.filter(address=address).delete()
        others = list(own.order_by("-kept_at").values_list("pk", flat=True))
        own.filter(pk__in=others[settings.KEPT_FORMS_PER_PERSON - 1 :]).delete()
        if KeptForm.objects.count() >= settings.KEPT_FORMS_IN_ALL:
            raise NotKept
        return KeptForm.objects.create(
            person=person,
            address=address,
            fields=[list(pair) for pair in fields],
            kept_at=now,
            forgotten_at=now + timedelta(seconds=settings.KEPT_FORM_SECONDS),
        )


def forget_form(*, person: User, address: str) -> None:
    """Forget what ``person`` sent to ``address``: it has been sent again, or is not wanted."""
    KeptForm.objects.filter(person=person, address=address).delete()
