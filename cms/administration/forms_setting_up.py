"""Forms for setting up the service."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.administration.forms import DateInput, shown_in_full
from cms.administration.naming import other_languages


class MailForm(forms.Form):
    """The form for the address that a test email goes to."""

    address = forms.EmailField(
        label=_("Email address"),
        max_length=254,
        help_text=_("Use an address you can read, best of all one of the organisation."),
        error_messages={
            "required": _("Enter an email address."),
            "invalid": _("Enter an email address, such as name@department.example."),
        },
    )


class BackupForm(forms.Form):
    """The form for recording that a backup was restored elsewhere."""

    tried_on = forms.DateField(
        label=_("When did you restore it?"),
        widget=DateInput,
        error_messages={"required": _("Enter a date."), "invalid": _("Enter a date.")},
    )
    found = forms.CharField(
        label=_("What did you find?"),
        max_length=300,
        required=False,
        help_text=_(
            "For example, I signed in to the copy and the newest record is from that morning."
        ),
    )

    def clean_tried_on(self) -> date:
        """Refuse a day that has not come."""
        day: date = self.cleaned_data["tried_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("Enter today or a day in the past."))
        return day


class ServiceNameForm(forms.Form):
    """The form for the name of the service, in each language."""

    name = forms.CharField(
        label=_("Name"),
        max_length=100,
        validators=[shown_in_full],
        error_messages={"required": _("Enter a name.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, label in other_languages():
            self.fields[code] = forms.CharField(
                label=_("Name in this language: %(language)s") % {"language": label},
                max_length=100,
                required=False,
                validators=[shown_in_full],
                help_text=_("Leave blank to use the name above"),
            )

    def names(self) -> dict[str, str]:
        """Return the names by language; "" is for all languages that have none of their own."""
        said = dict(self.cleaned_data)
        return {"": said.pop("name"), **said}
