"""Bringing changes of shared content to courses: a new draft, and nothing that learners see."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.log_actions import get_active_log_context
from wagtail.models import Revision

from cms.snippets.models import SharedContent
from cms.snippets.panels import Use
from courses.content.models import CoursePage, CourseVersion


def renew_drafts(*, snippet: SharedContent) -> None:
    """Give each course whose draft has ``snippet`` a new revision, with the words as they are now.

    So an approval of the words before is no approval any more, and the course shows that it has
    changes that are not published. Called when the change is stored, in its transaction.
    """
    user = get_active_log_context().user
    for page in _drafts_with(snippet):
        draft = page.get_latest_revision_as_object()
        if draft.alias_of_id is None:
            draft.save_revision(user=user, clean=False)


def courses_with(*, snippet: SharedContent) -> Iterator[Use]:
    """Yield the courses that show ``snippet`` in their draft or to learners."""
    drafts = set(_drafts_with(snippet))
    versions = {
        version.page_id: version.raw.get("shared_content", {})[snippet.uid]
        for version in CourseVersion.objects.filter(
            current=True, raw__shared_content__has_key=snippet.uid
        )
    }
    live = set(CoursePage.objects.filter(pk__in=versions, live=True))
    for page in sorted(drafts | live, key=lambda page: page.title):
        if page not in live:
            state = _("draft, not published with this")
        elif versions[page.pk] == snippet.digest:
            state = _("published as it is now")
        else:
            state = _("published with earlier words; publish it again to change them")
        yield Use(page.title, reverse("wagtailadmin_pages:edit", args=[page.pk]), state)


def _drafts_with(snippet: SharedContent) -> list[CoursePage]:
    latest = Revision.page_revisions.filter(
        pk__in=CoursePage.objects.values("latest_revision"),
        content__shared_content__has_key=snippet.uid,
    )
    # In one order, so that two changes at once wait for each other and never deadlock.
    keys = [int(key) for key in latest.values_list("object_id", flat=True)]
    return list(CoursePage.objects.filter(pk__in=keys).order_by("pk"))
