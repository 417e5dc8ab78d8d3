"""An addition says something, and everything in it is complete."""

from __future__ import annotations

from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cms.publishing.faults import Fault
from cms.steps.checking import faults_of_steps
from courses.additions.drafts import AdditionDraft
from courses.content.checks.fields import told


def faults(draft: AdditionDraft) -> Iterator[Fault]:
    """Yield that there is nothing in it, and what is empty or wrong in what there is."""
    page = draft.page
    contact = page.contact_name or page.contact_email or page.contact_phone
    if not (page.notes or page.lessons or contact):
        yield draft.fault(
            _("There is nothing in this addition yet."),
            _("Write a note, say whom to ask, or add a lesson."),
            field="notes",
        )
    if page.contact_name and not (page.contact_email or page.contact_phone):
        yield draft.fault(
            _("Nobody can reach “%(name)s”.") % {"name": page.contact_name},
            _("Give an email address or a telephone number."),
            field="contact_email",
        )
    try:
        page.full_clean(exclude={"course"})  # said better elsewhere
    except ValidationError as refused:
        yield from told(page, refused)
    yield from faults_of_steps(page.lessons, draft, field="lessons")
