"""Sweeps that delete what has been kept long enough."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise

from learning.privacy.retention import delete_some

from .rows import Together


def forgetting(
    name: str, label: str | Promise, rows: Callable[[datetime], QuerySet[Any]]
) -> Together:
    """Return the sweep that deletes ``rows(now)``, up to a thousand a round."""

    def delete(keys: Sequence[Any], *, now: datetime) -> int:
        return delete_some(rows(now).filter(pk__in=keys), most=len(keys))

    return Together(name, label, lambda now: rows(now).order_by("pk"), delete)
