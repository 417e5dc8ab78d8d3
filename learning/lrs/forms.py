"""Forms about keys, for the Wagtail admin."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .models import Credential, Scope
from .models.credentials import usual_requests_per_minute
from .sources import is_prefix

SCOPES = {
    Scope.STATEMENTS_WRITE: _("Store statements"),
    Scope.STATEMENTS_READ_MINE: _("Read the statements that it stored itself"),
    Scope.STATEMENTS_READ: _("Read all statements"),
    Scope.STATE: _("Read and write the state of activities"),
    Scope.DEFINE: _("Change the definitions of activities"),
    Scope.PROFILE: _("Read and write profiles"),
    Scope.ALL_READ: _("Read everything"),
    Scope.ALL: _("Do everything"),
}
OVERLAPS = {0: _("At once"), 24: _("In 24 hours")}


class CredentialForm(forms.Form):
    """The form for a new key."""

    name = forms.CharField(
        label=_("Name"), max_length=200, help_text=_("Whose key it is: the name of a system.")
    )
    scopes = forms.MultipleChoiceField(
        label=_("What it may do"),
        choices=[(scope.value, words) for scope, words in SCOPES.items()],
        widget=forms.CheckboxSelectMultiple,
    )
    activities = forms.CharField(
        label=_("Activities it may vouch for"),
        required=False,
        help_text=_(
            "The beginning of their addresses, such as https://partner.example/. What it states "
            "about them counts in people’s records. Empty: nothing it states counts."
        ),
    )
    last_day = forms.DateField(
        label=_("Last day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("The last day on which it works. Empty: until it is revoked."),
    )
    requests_per_minute = forms.IntegerField(
        label=_("Requests a minute"),
        required=False,
        min_value=1,
        max_value=2**31 - 1,
        initial=usual_requests_per_minute,
        help_text=_("How often it may be used. Empty: without a limit."),
    )

    def clean_name(self) -> str:
        name = str(self.cleaned_data["name"])
        if Credential.objects.filter(name=name).exists():
            raise forms.ValidationError(_("There is a key of this name. Choose another name."))
        return name

    def clean_activities(self) -> str:
        prefix = str(self.cleaned_data["activities"])
        if prefix and not is_prefix(prefix):
            raise forms.ValidationError(
                _("Enter the beginning of an address, such as https://partner.example/.")
            )
        return prefix

    def clean_last_day(self) -> date | None:
        day: date | None = self.cleaned_data["last_day"]
        if day is not None and day < timezone.localdate():
            raise forms.ValidationError(_("Enter today or a day in the future."))
        return day

    def terms(self) -> dict[str, Any]:
        """Return the arguments for ``create_credential``."""
        said = self.cleaned_data
        day = said["last_day"]
        return {
            "name": said["name"],
            "scopes": [Scope(each) for each in said["scopes"]],
            "activities": said["activities"],
            "expires_at": end_of(day) if day else None,
            "requests_per_minute": said["requests_per_minute"],
        }


class RotateForm(forms.Form):
    """The form for a new secret of a key, which asks when the old one ends."""

    overlap = forms.TypedChoiceField(
        label=_("When does the old secret end?"),
        choices=list(OVERLAPS.items()),
        coerce=int,
        initial=0,
        widget=forms.RadioSelect,
    )

    def terms(self) -> timedelta:
        """Return for how long both secrets open."""
        return timedelta(hours=self.cleaned_data["overlap"])


def end_of(day: date) -> datetime:
    """Return the last moment of a day, in our time zone."""
    return timezone.make_aware(datetime.combine(day, time.max))
