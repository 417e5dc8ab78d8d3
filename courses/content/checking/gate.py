"""The gate's checks of a course before it goes live (PUBLISH_CHECKS)."""

from __future__ import annotations

from wagtail.models import Page, Revision

from cms.publishing.checking import OF_CONTENT, all_faults
from cms.publishing.faults import Fault
from courses.content.checking.drafts import course_draft
from courses.content.drafts import unanswered_kinds
from courses.content.models import CoursePage
from courses.content.models.pages import NOT_HERE

OF_COURSES = "courses.content.checks"


def faults(*, page: Page, revision: Revision) -> list[Fault]:
    """Return the findings about a course before it goes live; none for other pages."""
    if not isinstance(page, CoursePage):
        return []
    if unanswered_kinds(revision.content):
        return [Fault(str(NOT_HERE), page.pk)]
    return all_faults(course_draft(page), OF_COURSES, OF_CONTENT)
