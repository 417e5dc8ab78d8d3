"""A course has changed: whoever added something to it is told to look whether it still fits."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision

from courses.additions.models import AdditionVersion
from courses.content.models import CoursePage, CourseVersion
from courses.content.reach import Reach
from learning.people.letters import Letter, letter_to, post
from learning.people.models import User


def tell(*, page: Page, revision: Revision, user: Any) -> None:
    """Write to whoever published an addition to the course that has just been published.

    Called by the gate, in the publishing transaction. A correction, and publishing what learners
    have already, is no news; the key of a letter makes a second one impossible.
    """
    if not isinstance(page, CoursePage):
        return
    version = CourseVersion.objects.filter(page=page, current=True).first()
    if version is None or version.reach == Reach.CORRECTION:
        return
    steps = {str(step) for step in version.lessons.values_list("step", flat=True)}
    added = AdditionVersion.objects.filter(
        current=True, work=page.translation_key, made_for__lt=version.number, page__course=page
    ).select_related("page__owner", "published_by", "organisation")
    today = timezone.localdate()
    post(
        [
            _letter(person, addition, version, steps)
            for addition in added
            if (person := _who_looks(addition)) and person.may_sign_in(today)
        ]
    )


def _who_looks(addition: AdditionVersion) -> User | None:
    return (addition.page.owner if addition.page else None) or addition.published_by


def _letter(
    person: User, addition: AdditionVersion, version: CourseVersion, steps: set[str]
) -> Letter:
    with translation.override(person.preferred_language):
        named = {"title": version.title, "department": addition.organisation.name}
        paragraphs = [
            _(
                "“%(title)s” has been published anew. What %(department)s added to it is still "
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
        return letter_to(
            person,
            kind="addition",
            key=f"addition:{addition.pk}:{version.pk}",
            subject=_("Changed: %(title)s") % named,
            paragraphs=paragraphs,
        )
