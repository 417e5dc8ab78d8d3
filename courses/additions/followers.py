"""Telling people who added to a course that it has changed, to see whether theirs still fits."""

from __future__ import annotations

from django.conf import settings
from django.db.models import Model
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from wagtail.models import Page

from courses.content.models import AdditionVersion, CourseVersion
from courses.content.review.reach import Reach
from learning.people.emails import Email, email_to, queue_emails
from learning.people.models import User


def tell(*, page: Page, version: Model) -> None:
    """Write to the person who published an addition to the course that has just been published.

    Called by the gate, in the publishing transaction. A correction, and publishing what learners
    have already, is no news; the key of an email makes a second one impossible.
    """
    if not isinstance(version, CourseVersion) or version.reach == Reach.CORRECTION:
        return
    steps = {str(step) for step in version.steps.values_list("key", flat=True)}
    added = AdditionVersion.objects.filter(
        current=True,
        work=version.activity.work,
        made_for__lt=version.number,
        page__additionpage__course=page,
    ).select_related("page__owner", "published_by", "organisation")
    today = timezone.localdate()
    queue_emails(
        [
            _email(person, addition, version, steps)
            for addition in added
            if (person := _who_looks(addition)) and person.may_sign_in(today)
        ]
    )


def _who_looks(addition: AdditionVersion) -> User | None:
    return (addition.page.owner if addition.page else None) or addition.published_by


def _email(
    person: User, addition: AdditionVersion, version: CourseVersion, steps: set[str]
) -> Email:
    with translation.override(person.preferred_language):
        named = {"title": version.title, "department": addition.organisation.name}
        paragraphs = [
            _(
                "“%(title)s” has been published again. What %(department)s added to it is still "
                "there."
            )
            % named,
            _("Look whether it still fits:"),
            settings.WAGTAILADMIN_BASE_URL.rstrip("/")
            + reverse("wagtailadmin_pages:edit", args=[addition.page_id]),
        ]
        if any(note["step"] and note["step"] not in steps for note in addition.notes):
            paragraphs.insert(
                1,
                _(
                    "A lesson that had a note of yours is not part of the course any more. The "
                    "note is on the page of the course now."
                ),
            )
        return email_to(
            person,
            kind="addition",
            key=f"addition:{addition.pk}:{version.pk}",
            subject=_("Changed: %(title)s") % named,
            paragraphs=paragraphs,
        )
