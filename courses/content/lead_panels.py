"""Courses whose review date has passed, for the page of an L&D lead."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from cms.pages.selectors import written_in
from courses.content.review.reminders import reviews_due
from learning.insights.offered import LeadPanel
from learning.people.models import Organisation, User

MOST = 20


def reviews_overdue(*, lead: User, parts: Sequence[Organisation], on: date) -> LeadPanel:
    """List the published courses of these departments that were to be reviewed by now."""
    due = reviews_due(on=on).filter(written_in(parts))
    courses = list(due.only("title", "slug", "review_date", "course_owner__full_name")[:MOST])
    return LeadPanel(
        "content/lead_overdue.html", {"courses": courses, "more": due.count() - len(courses)}
    )
