"""Updating courses when an organisation is merged into another, or one takes over."""

from __future__ import annotations

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Revision

from courses.content.models import CoursePage
from learning.people.changes import OrganisationChanges


def follow(changes: OrganisationChanges) -> None:
    """Give what was only for the one to the one that follows it, in courses and all their drafts.

    In older drafts too: going back to one must not give a course to an organisation that is gone.
    """
    for gone, whole in changes.succeeded:
        CoursePage.objects.filter(scope=gone).update(scope=whole)
        drafts = Revision.objects.filter(
            content_type=ContentType.objects.get_for_model(CoursePage), content__scope=gone
        )
        for draft in drafts.iterator(chunk_size=50):
            content = {**draft.content, "scope": whole}
            Revision.objects.filter(pk=draft.pk).update(content=content)
