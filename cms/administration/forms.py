"""Forms about departments, roles and editors."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.publishing.models import EditorKind
from learning.people.hr_cells import named, not_shown
from learning.people.models import Organisation, Role
from learning.people.parts import Part

LAST_DAY = _("Leave blank if there is no last day")

NOT_BEFORE_TODAY = _("Enter today or a day in the future.")
OUTLASTS_OWN = _(
    "Your own role cannot last longer than you are L&D lead. Ask an administrator or another L&D "
    "lead."
)

LEADS_LONGER_THERE = _(
    "You lead %(place)s for a shorter time than %(target)s. Ask an administrator."
)
IS_CLOSED = _("%(name)s is closed. Choose another department.")

ANOTHER_HAS_IT = _("Another organisation has this code.")
IS_HERE_ALREADY = _("An organisation with this code is here already. Look for it in the list.")


def add_faults(form: forms.Form, error: ValidationError) -> None:
    """Add to a form what saving refused, such as a code that somebody else has just taken."""
    faults = error.error_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: [error]}
    for name, found in faults.items():
        words = [
            TAKEN.get(type(form), one) if getattr(one, "code", "") == "unique" else one
            for one in found
        ]
        form.add_error(name if name in form.fields else None, ValidationError(words))


def shown_in_full(text: str) -> None:
    """Refuse a name that looks like another one, or that breaks a line where it stands."""
    if hidden := not_shown(text):
        raise ValidationError(
            _("Enter this on one line, without invisible characters: %(characters)s."),
            params={"characters": named(hidden)},
        )


class DateInput(forms.DateInput):
    """A day, in the browser's own way of choosing one."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class LastDayForm(forms.Form):
    """The form for the last day of a role."""

    until = forms.DateField(
        label=_("Last day"), required=False, widget=DateInput, help_text=LAST_DAY
    )

    def clean_until(self) -> date | None:
        """Refuse a day that has passed."""
        day: date | None = self.cleaned_data["until"]
        if day is not None and day < timezone.localdate():
            raise ValidationError(NOT_BEFORE_TODAY)
        return day


class GrantForm(LastDayForm):
    """The form for giving a person a role: which one, and its last day."""

    field_order = ("role", "until")

    def __init__(self, *args: Any, part: Part, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(role.value, role.label) for role in Role if part.may_grant(role)]
        self.fields["role"] = forms.ChoiceField(
            label=_("Role"),
            widget=forms.RadioSelect,
            choices=offered,
            error_messages={"required": _("Choose a role.")},
        )
        self.order_fields(self.field_order)


class EditorForm(forms.Form):
    """The form for what an editor does in a department: write, review or publish."""

    kinds = forms.MultipleChoiceField(
        label=_("What they do"),
        choices=[
            (EditorKind.AUTHORS.value, _("Author: writes courses and sends them for review")),
            (EditorKind.REVIEWERS.value, _("Reviewer: reads them and approves them")),
            (EditorKind.PUBLISHERS.value, _("Publisher: publishes what was approved")),
        ],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose what they do.")},
    )


class NameForm(forms.Form):
    """The form for the name and the code of an organisation."""

    name = forms.CharField(
        label=_("Name"),
        max_length=200,
        validators=[shown_in_full],
        error_messages={"required": _("Enter a name.")},
    )
    code = forms.CharField(
        label=_("Code"),
        max_length=64,
        validators=[shown_in_full],
        help_text=_("The code that HR files use for it."),
        error_messages={"required": _("Enter a code.")},
    )
    keep = forms.BooleanField(label=_("Keep this name when an HR file has another"), required=False)

    def __init__(self, *args: Any, part: Part, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisation = organisation
        if not part.everything:
            del self.fields["code"]

    def clean_code(self) -> str:
        """Refuse the code of another organisation."""
        code = str(self.cleaned_data["code"])
        if Organisation.objects.exclude(pk=self.organisation.pk).filter(code=code).exists():
            raise ValidationError(ANOTHER_HAS_IT)
        return code


class AddForm(forms.Form):
    """The form for adding an organisation that no HR file has named yet."""

    name = forms.CharField(
        label=_("Name"),
        max_length=200,
        validators=[shown_in_full],
        error_messages={"required": _("Enter a name.")},
    )
    code = forms.CharField(
        label=_("Code"),
        max_length=64,
        validators=[shown_in_full],
        help_text=_(
            "The code that HR files use for it, so that the people in them find their place."
        ),
        error_messages={"required": _("Enter a code.")},
    )
    writes = forms.BooleanField(
        label=_("This department will write courses"), required=False, initial=True
    )

    def clean_code(self) -> str:
        """Refuse the code of another organisation."""
        code = str(self.cleaned_data["code"])
        if Organisation.objects.filter(code=code).exists():
            raise ValidationError(IS_HERE_ALREADY)
        return code


# What each says of a code that somebody else was quicker with.
TAKEN: dict[type[forms.Form], Any] = {NameForm: ANOTHER_HAS_IT, AddForm: IS_HERE_ALREADY}


class KeepForm(forms.Form):
    """The form for keeping an organisation where it was put, whatever an HR file says."""

    keep = forms.BooleanField(
        label=_("Keep it there when an HR file says something else"), required=False
    )

    def __init__(self, *args: Any, part: Part, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not part.everything:
            del self.fields["keep"]


class MergeForm(forms.Form):
    """The form for what happens to roles and editors in a merge."""

    rights = forms.ChoiceField(
        label=_("What happens to roles and editors?"),
        widget=forms.RadioSelect,
        choices=[
            ("keep", _("People keep them, for the other organisation")),
            ("end", _("They end")),
        ],
        error_messages={"required": _("Choose what happens to roles and editors.")},
    )


class CloseForm(forms.Form):
    """The form for closing an organisation: what happens to its courses (``any_courses``)."""

    def __init__(
        self, *args: Any, to: Organisation | None, any_courses: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if not any_courses and to is None:
            return
        down = ("down", _("Take them down. Learners keep their records."))
        over = [("over", _("%(name)s takes them over") % {"name": to.name})] if to else []
        self.fields["courses"] = forms.ChoiceField(
            label=_("What happens to its courses?"),
            widget=forms.RadioSelect,
            choices=[*over, down],
            error_messages={"required": _("Choose what happens to the courses.")},
        )
