"""The form that narrows a list of statements."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from learning.home.selectors import person_seen
from learning.home.withheld import ACHIEVED
from learning.lrs.browsing import Filters, sources
from learning.people.models import User
from learning.xapi import verbs
from learning.xapi.formats import is_iri
from learning.xapi.naming import Identifier

VERBS = {
    verbs.REGISTERED.iri: _("Started a course"),
    verbs.UNREGISTERED.iri: _("Removed a course"),
    verbs.INITIALIZED.iri: _("Opened"),
    verbs.ANSWERED.iri: _("Answered"),
    verbs.COMPLETED.iri: _("Completed"),
    verbs.PASSED.iri: _("Passed"),
    verbs.FAILED.iri: _("Did not pass"),
    verbs.EXEMPTED.iri: _("Was exempted"),
    ACHIEVED[4]: _("Met what was required"),
    ACHIEVED[5]: _("Mastered"),
    ACHIEVED[6]: _("Earned"),
}
DATES = ["%d/%m/%Y", "%d %m %Y", "%d.%m.%Y", "%Y-%m-%d"]


class StatementFilters(forms.Form):
    """Filters by person, verb, activity, registration, days and source, none of them required."""

    email = forms.EmailField(
        label=_("Person"),
        required=False,
        help_text=_("Their email address"),
        error_messages={
            "invalid": _("Enter an email address in the right form, like name@example.gov.uk")
        },
    )
    verb = forms.ChoiceField(label=_("What happened"), required=False)
    activity = forms.CharField(
        label=_("Activity"), required=False, max_length=2_000, help_text=_("Its full address")
    )
    registration = forms.UUIDField(
        label=_("Registration"),
        required=False,
        widget=forms.TextInput,
        error_messages={"invalid": _("Enter a registration as a statement shows it")},
    )
    since = forms.DateField(
        label=_("Stored from"),
        required=False,
        input_formats=DATES,
        help_text=_("For example, 27/3/2026"),
        error_messages={"invalid": _("Enter a real date, such as 27/3/2026")},
    )
    until = forms.DateField(
        label=_("Stored until"),
        required=False,
        input_formats=DATES,
        help_text=_("For example, 27/3/2026"),
        error_messages={"invalid": _("Enter a real date, such as 27/3/2026")},
    )
    source = forms.ChoiceField(label=_("Who says so"), required=False)

    def __init__(self, data: Any, *, viewer: User, on: date) -> None:
        super().__init__(data)
        self.viewer = viewer
        self.on = on
        self._sources = list(sources().items())
        self.fields["verb"].choices = [("", _("Anything")), *VERBS.items()]  # type: ignore[attr-defined]
        self.fields["source"].choices = [  # type: ignore[attr-defined]
            ("", _("Anybody")),
            *((self._key(who), name or _("This service")) for who, name in self._sources),
        ]

    @staticmethod
    def _key(source: Identifier) -> str:
        return source.name

    def clean_email(self) -> User | None:
        email = self.cleaned_data["email"]
        if not email:
            return None
        person = person_seen(self.viewer, email, on=self.on)
        if person is None:
            # The same for an address that nobody has: who works here is not told either.
            raise forms.ValidationError(
                _("There is nobody with this address whose statements you can see")
            )
        return person

    def clean_activity(self) -> str:
        activity = str(self.cleaned_data["activity"])
        if activity and not is_iri(activity):
            raise forms.ValidationError(_("Enter a full address, such as https://…"))
        return activity

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        since, until = said.get("since"), said.get("until")
        if since and until and until < since:
            self.add_error("until", _("Enter a day that is not before the first one"))
        return said

    def filters(self) -> Filters:
        """Return what a valid form asks for; days are those of the service's time zone."""
        said = self.cleaned_data
        person: User | None = said["email"]
        until: date | None = said["until"]
        chosen = [who for who, _name in self._sources if self._key(who) == said["source"]]
        return Filters(
            verb=said["verb"] or None,
            activity=said["activity"] or None,
            registration=said["registration"],
            since=_midnight(said["since"]) if said["since"] else None,
            until=_midnight(until + timedelta(days=1)) if until and until < date.max else None,
            source=chosen[0] if chosen else None,
            people=[person.actor_id] if person is not None and person.actor_id else None,
        )


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
