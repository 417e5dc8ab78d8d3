"""Forms that are kept for somebody."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from learning.people.models import User
from learning.returning.models import KeptForm


def kept_form(viewer: User, key: UUID, *, now: datetime) -> KeptForm | None:
    """Return a form that is kept for ``viewer``; None for anybody else's, and after its hour."""
    return KeptForm.objects.filter(person=viewer, pk=key, forgotten_at__gt=now).first()
