"""The gate's checks of an addition before it goes live (PUBLISH_CHECKS)."""

from __future__ import annotations

from wagtail.models import Page, Revision

from cms.publishing.checking import OF_CONTENT, all_faults
from cms.publishing.faults import Fault
from courses.additions.drafts import addition_draft
from courses.additions.models import AdditionPage

OF_ADDITIONS = "courses.additions.checks"


def faults(*, page: Page, revision: Revision) -> list[Fault]:
    """Return the findings about an addition before it goes live; none for other pages."""
    if not isinstance(page, AdditionPage):
        return []
    return all_faults(addition_draft(page), OF_ADDITIONS, OF_CONTENT)
