"""Appointments to publish that the gate refuses when their hour has come.

Nobody is there to read a message then: the page keeps it, its history tells it, and the person who
wrote
or scheduled the page gets a mail.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.log_actions import log
from wagtail.models import Page, PageLogEntry, Revision

from cms.publishing.faults import Fault
from cms.publishing.gate import faults_of
from cms.publishing.selectors import editors
from learning.people.emails import Email, email_to, queue_emails
from learning.people.models import User

REFUSED = "publishing.refused"
SCHEDULED = "wagtail.publish.schedule"
FAULTS_IN_A_MAIL = 10


def note_refusal(*, revision: Revision, planned: datetime, faults: Sequence[Fault]) -> None:
    """Record that ``revision`` did not go live when it was to, and tell its authors.

    ``faults`` are why; each author reads them in their own language. Belongs to the transaction
    that takes the appointment away.
    """
    page = revision.content_object
    log(
        page,
        REFUSED,
        revision=revision,
        data={
            "planned": planned.isoformat(),
            "faults": [str(fault) for fault in faults],
        },
    )
    queue_emails(
        [
            _email(person, page, revision, planned)
            for person in _authors(page, revision)
            if _can_be_written_to(person)
        ]
    )


def refused_appointment(page: Page) -> datetime | None:
    """Return the time for which the gate refused the newest draft of ``page``; None otherwise."""
    entry = (
        PageLogEntry.objects.filter(page=page.pk, action=REFUSED, revision=page.latest_revision_id)
        .order_by("-timestamp")
        .first()
        if page.latest_revision_id and page.latest_revision_id != page.live_revision_id
        else None
    )
    return datetime.fromisoformat(entry.data["planned"]) if entry else None


def moment(when: datetime) -> str:
    """Return a date and a time of day in the active language."""
    return date_format(localtime(when), "j F Y, H:i")


def in_words(planned: datetime) -> str:
    """Return sentences on an appointment to publish at ``planned`` that was refused."""
    return _(
        "This was to be published on %(moment)s. It was not, because something has to be fixed "
        "first. Nothing is lost."
    ) % {"moment": moment(planned)}


def _authors(page: Page, revision: Revision) -> Any:
    """Return the editors who saved the revision, own the page or scheduled it."""
    scheduled = PageLogEntry.objects.filter(page=page.pk, revision=revision, action=SCHEDULED)
    people = {revision.user_id, page.owner_id, *scheduled.values_list("user", flat=True)}
    return editors().filter(pk__in=people - {None})


def _can_be_written_to(person: User) -> bool:
    # One bad address must not keep the others, and the sweep, from going on.
    try:
        validate_email(person.email)
    except ValidationError:
        return False
    return True


def _email(person: User, page: Page, revision: Revision, planned: datetime) -> Email:
    with translation.override(person.preferred_language):
        faults = faults_of(page, revision)
        title, more = page.get_admin_display_title(), len(faults) - FAULTS_IN_A_MAIL
        lines = [f"• {fault} {fault.fix}".rstrip() for fault in faults[:FAULTS_IN_A_MAIL]]
        if more > 0:
            rest = ngettext("and %(num)s more", "and %(num)s more", more) % {"num": more}
            lines.append(f"• {rest}")
        address = reverse("before_publishing", args=[page.pk])
        return email_to(
            person,
            kind="publishing-refused",
            key=f"publishing-refused:{revision.pk}:{planned.isoformat()}:{person.public_id}",
            subject=_("“%(title)s” was not published") % {"title": title},
            paragraphs=[
                _("“%(title)s” was to be published on %(moment)s. It was not, because:")
                % {"title": title, "moment": moment(planned)},
                "\n".join(lines),
                _(
                    "Nothing is lost. The draft is as you left it, and what learners had "
                    "before they still have."
                ),
                _("See everything to fix, then choose a new time to publish:"),
                f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}{address}",
            ],
        )
