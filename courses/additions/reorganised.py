"""Updating additions when an organisation is merged into another, or is closed."""

from __future__ import annotations

from courses.additions.models import AdditionVersion
from learning.people.changes import OrganisationChanges
from learning.people.models import User


def follow(changes: OrganisationChanges) -> None:
    """Give the additions of the part to the whole, or to the department that takes over.

    Where both added to the same course, the part's addition is taken down: its words are a draft
    now, beside the other's, and somebody has to choose. So is all that nobody takes over.
    """
    for gone, whole in changes.succeeded:
        current = AdditionVersion.objects.filter(organisation=gone, current=True)
        for version in current.select_related("page").order_by("pk"):
            twice = AdditionVersion.objects.filter(
                organisation=whole, work=version.work, language=version.language, current=True
            )
            if twice.exists():
                _withdraw(version, by=changes.by)
        AdditionVersion.objects.filter(organisation=gone).update(organisation=whole)
    left = AdditionVersion.objects.filter(organisation__in=changes.given_up, current=True)
    for version in left.select_related("page").order_by("pk"):
        _withdraw(version, by=changes.by)


def _withdraw(version: AdditionVersion, *, by: User | None) -> None:
    if version.page is not None and version.page.live:
        version.page.unpublish(user=by, log_action="wagtail.unpublish")
    AdditionVersion.objects.filter(pk=version.pk).update(current=False)
