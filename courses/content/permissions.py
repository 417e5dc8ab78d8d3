"""Permissions of editors for courses and lessons, beyond what their group says."""

from __future__ import annotations

from wagtail.models import PagePermissionTester

from cms.publishing.permissions import GatedPermissionTester


class CoursePermissionTester(GatedPermissionTester):
    """Permissions for a course, which takes lessons unless it is an alias."""

    def can_add_subpage(self) -> bool:
        # An alias has no draft that a lesson could join.
        return super().can_add_subpage() and not self.page.alias_of_id


class LessonPermissionTester(PagePermissionTester):
    """Permissions for a lesson, submitted, published and taken down only with its course."""

    def can_publish(self) -> bool:
        return False

    def can_publish_subpage(self) -> bool:
        return False

    def can_unpublish(self) -> bool:
        return False

    def can_submit_for_moderation(self) -> bool:
        return False
