"""A course has an owner who answers for it, and a date at which it is looked at again."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from cms.publishing.faults import Fault, Severity
from courses.content.checking.drafts import CourseDraft


def faults(draft: CourseDraft) -> Iterator[Fault]:
    """Yield that a course has no owner who works here, or no date of review to come."""
    owner, date = draft.page.course_owner, draft.page.review_date
    if owner is None:
        yield draft.fault(
            _("Say who owns this course."),
            _("Choose the person who answers for what it says."),
            field="course_owner",
        )
    elif not owner.may_sign_in(draft.today):
        yield draft.fault(
            _("The owner, %(name)s, does not work here any more.") % {"name": owner.full_name},
            _("Choose the person who answers for it now."),
            field="course_owner",
        )
    if date is None:
        yield draft.fault(
            _("Give the date when this course is to be reviewed."),
            _("A year from now is usual. Choose an earlier day for what changes soon."),
            field="review_date",
        )
    elif date < draft.today:
        yield draft.fault(
            _("The review date has passed."),
            _("Check that the course is still true, and choose the next date."),
            severity=Severity.WARNING,
            field="review_date",
        )
