"""The query for the people who may use the editor."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from learning.people.models import User


def editors(*, also: int | None = None) -> QuerySet[User]:
    """Return the people who may use the editor, and the person with the key ``also``, by name."""
    may = Q(groups__permissions__codename="access_admin") | Q(is_superuser=True)
    return (
        User.objects.filter((may & Q(is_active=True)) | Q(pk=also)).distinct().order_by("full_name")
    )
