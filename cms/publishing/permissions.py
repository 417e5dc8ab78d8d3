"""Permissions of editors for a page with a gate, beyond what their group says."""

from __future__ import annotations

from wagtail.models import PagePermissionTester

from cms.publishing.gate import approved, needs_no_review


class GatedPermissionTester(PagePermissionTester):
    """Permissions that offer publishing for what is approved, and for small corrections."""

    def can_publish(self) -> bool:
        latest = self.page.latest_revision
        if latest is None or not super().can_publish():
            return False
        return approved(latest) or needs_no_review(self.page, latest)

    def can_publish_subpage(self) -> bool:
        return False
