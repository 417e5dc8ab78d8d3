"""Queries for the courses that somebody works on in the editor."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from wagtail.permissions import page_permission_policy

from courses.content.models import CoursePage
from learning.people.models import User


def courses_edited_by(user: User) -> QuerySet[CoursePage]:
    """Return the courses in the parts of the tree where ``user`` may write, review or publish."""
    pages = page_permission_policy.instances_user_has_any_permission_for(
        user, {"add", "change", "publish"}
    )
    return CoursePage.objects.filter(pk__in=pages.values("pk"), alias_of__isnull=True)


def drafts_of(user: User) -> QuerySet[CoursePage]:
    """Return the unpublished drafts that ``user`` began, owns or changed last, the newest first."""
    mine = Q(owner=user) | Q(course_owner=user) | Q(latest_revision__user=user)
    return (
        courses_edited_by(user)
        .filter(mine, has_unpublished_changes=True)
        .select_related("latest_revision")
        .order_by("-latest_revision_created_at")
    )


def live_courses_of(user: User, *, most: int) -> list[CoursePage]:
    """Return the published courses of ``user``'s part that were published last."""
    return list(courses_edited_by(user).filter(live=True).order_by("-last_published_at")[:most])
