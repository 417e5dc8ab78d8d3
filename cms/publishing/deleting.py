"""Withdrawing what a published page offered when it is deleted, whichever way.

Wagtail calls ``delete()`` of the page somebody pressed the button on; its bulk action, and the
deletion of a page above, go past the models of the pages that vanish. Django's signal is the one
place that all of them reach.
"""

from __future__ import annotations

from typing import Any

from django.db.models.signals import pre_delete
from wagtail.models import Page

from cms.publishing.gate import GatedPage
from learning.seams.named import seam


def _take_down(sender: type, instance: Any, **kwargs: Any) -> None:
    if issubclass(sender, GatedPage):
        for consumer in seam("UNPUBLISH_CONSUMERS"):
            consumer(page=instance)
        # Its aliases become pages of their own, which nobody has approved.
        Page.objects.filter(alias_of=instance.pk).update(live=False, has_unpublished_changes=True)


def watch_deletions() -> None:
    """Make every deletion of a page withdraw what it offered."""
    pre_delete.connect(_take_down, dispatch_uid="cms.publishing.deleting")
