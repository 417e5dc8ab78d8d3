"""A form that was not saved: the way back to its page, and what that page says and shows.

The address of the page carries a signed note of which form it was. Whose it was is part of the
note, so somebody else who opens the address, at a shared computer for instance, is shown nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, QueryDict
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils.html import format_html
from django.utils.translation import gettext as _

from learning.people.models import User
from learning.returning.selectors import kept_form
from learning.ui.durations import duration
from learning.ui.form_places import FormPlace, place_of_form

PARAMETER = "unsaved"
SALT = "learning.returning.unsaved"
# For so long the page says what was not saved; what was typed is gone before that.
SAID_FOR = timedelta(days=1)
LONGEST_NOTE = 1500


class Why(StrEnum):
    """The reasons for which a form was not saved."""

    ENDED = "ended"
    STALE = "stale"
    FAULTS = "faults"


@dataclass(frozen=True)
class Unsaved:
    """A form that was not saved, for the page that it stands on.

    ``fields`` is what was typed, or None where none of it is kept, ``expired`` because its time
    is over; ``match`` tells which form it is.
    """

    why: Why
    place: FormPlace
    match: ResolverMatch
    fields: QueryDict | None
    expired: bool

    @property
    def notice(self) -> str:
        """The words for the top of the page; none where the form itself says what is wrong."""
        if self.why is Why.FAULTS:
            return ""
        ended = self.why is Why.ENDED
        lead = _("You were signed out.") if ended else _("This page was open for too long.")
        words = [lead, _(self.place.lost)]
        if self.place.keeps and self.fields is None:
            deleted = _("We kept what you entered for %(time)s, and have deleted it.")
            not_kept = _("We could not keep what you entered.")
            words.append(deleted % {"time": kept_for()} if self.expired else not_kept)
        again = _(self.place.again)
        if place := self.place.place_for(self.match):
            again = format_html(
                '<a class="govuk-notification-banner__link" href="#{}">{}</a>', place, again
            )
        return format_html("{} {}", " ".join(words), again)


def address_with_note(
    page: str, *, sent_to: str, why: Why, person: User | None, kept: UUID | None
) -> str:
    """Return the address of ``page`` with the note that a form sent to ``sent_to`` was not saved.

    ``person`` is whose it is, None where that is not known, and ``kept`` the form that is kept.
    """
    note = [sent_to, why.value, person.public_id.hex if person else "", kept.hex if kept else ""]
    return f"{page}?{PARAMETER}={signing.dumps(note, salt=SALT)}"


def unsaved_in(request: HttpRequest, *, viewer: User, now: datetime) -> Unsaved | None:
    """Return the form that the note in the address tells of, if it is ours and for ``viewer``.

    One query where a form is kept, else none.
    """
    note = request.GET.get(PARAMETER, "")
    if not note or len(note) > LONGEST_NOTE:
        return None
    try:
        sent_to, why, person, key = signing.loads(note, salt=SALT, max_age=SAID_FOR)
        match = resolve(sent_to)
    except (signing.BadSignature, Resolver404):
        return None
    place = place_of_form(match)
    if place is None or person not in ("", viewer.public_id.hex):
        return None
    kept = kept_form(viewer, UUID(key), now=now) if key else None
    expired = bool(key) and kept is None
    if expired and not _is_over(note):
        # It has been sent again since, or given way to later ones.
        return None
    return Unsaved(Why(why), place, match, _typed(kept.fields) if kept else None, expired)


def kept_for() -> str:
    """Return in words how long a form is kept."""
    return duration(settings.KEPT_FORM_SECONDS // 60)


def _is_over(note: str) -> bool:
    try:
        signing.loads(note, salt=SALT, max_age=settings.KEPT_FORM_SECONDS)
    except signing.SignatureExpired:
        return True
    return False


def _typed(fields: list[list[str]]) -> QueryDict:
    typed = QueryDict(mutable=True)
    for name, value in fields:
        typed.appendlist(name, value)
    return typed


def unsaved_form(request: HttpRequest, name: str, **which: Any) -> Unsaved | None:
    """Return what was typed into the form that is sent to the route ``name``, if it is kept.

    ``which`` narrows it to the form that is sent to the address with these parts.
    """
    unsaved: Unsaved | None = getattr(request, "unsaved", None)
    if unsaved is None or unsaved.fields is None or unsaved.match.view_name != name:
        return None
    called: Mapping[str, Any] = unsaved.match.kwargs
    return unsaved if all(called.get(part) == value for part, value in which.items()) else None
