"""Deletion of what has been kept long enough."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import QuerySet

BATCH = 1000


def delete_some(rows: QuerySet[Any], *, most: int = BATCH) -> int:
    """Delete up to ``most`` of ``rows`` in a transaction of its own; return how many.

    For sweeps: short enough to hinder nobody, and what another one is deleting is left to it.
    Whatever is left over is found the next time.
    """
    with transaction.atomic():
        keys = list(
            rows.order_by("pk")
            .select_for_update(skip_locked=True)
            .values_list("pk", flat=True)[:most]
        )
        if keys:
            rows.model._default_manager.filter(pk__in=keys).delete()
    return len(keys)
