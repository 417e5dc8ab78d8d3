"""Corrections that went live without a review, for reviewers to read afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from wagtail.models import Page

from cms.publishing.models import Approval, ApprovalBasis, ReviewTask
from learning.people.models import User


@dataclass(frozen=True)
class Corrected:
    """A correction: what it changed, in which page, and who published it."""

    approval: Approval
    page: Page

    @property
    def words(self) -> list[Any]:
        """The corrected words, each as it was and as it is."""
        return list(self.approval.corrected)


def corrections_to_read(reader: User, *, most: int) -> list[Corrected]:
    """Return the corrections that ``reader`` should look at, the oldest first.

    Those of pages that one of their groups reviews, unless they published it themselves.
    """
    unread = (
        Approval.objects.filter(basis=ApprovalBasis.CORRECTION, seen_at__isnull=True)
        .exclude(approved_by=reader)
        .select_related("revision", "approved_by")
        .order_by("approved_at")
    )
    pages = Page.objects.filter(pk__in=_reviewed_by(reader).values("pk")).in_bulk()
    found = [
        Corrected(approval, pages[int(approval.revision.object_id)])
        for approval in unread
        if int(approval.revision.object_id) in pages
    ]
    return found[:most]


def mark_as_read(*, reader: User, approval: int, now: datetime) -> bool:
    """Note that ``reader`` has read a correction; False where it is not theirs to read."""
    mine = {one.approval.pk for one in corrections_to_read(reader, most=1000)}
    if approval not in mine:
        return False
    unread = Approval.objects.filter(pk=approval, seen_at__isnull=True)
    return bool(unread.update(seen_by=reader, seen_at=now))


def _reviewed_by(reader: User) -> QuerySet[Page]:
    """Return the pages below those whose workflow asks a group of ``reader`` for a review."""
    tasks = ReviewTask.objects.all()
    if not reader.is_superuser:
        tasks = tasks.filter(groups__in=reader.groups.all())
    roots = Page.objects.filter(workflowpage__workflow__workflow_tasks__task__in=tasks)
    found = Page.objects.none()
    for root in roots.distinct():
        found = found | Page.objects.descendant_of(root, inclusive=True)
    return found
