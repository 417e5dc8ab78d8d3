"""Changes to the catalogue when an organisation is merged into another, or one takes over."""

from __future__ import annotations

from learning.catalogue.models import Activity
from learning.people.changes import OrganisationChanges


def follow(changes: OrganisationChanges) -> None:
    """Make what was only for a former organisation only for its successor."""
    for gone, whole in changes.succeeded:
        Activity.objects.filter(scope=gone).update(scope=whole, changed_at=changes.at)
