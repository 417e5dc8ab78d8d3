"""Forms that learners fill in, beside the questions in lessons."""

from __future__ import annotations

from django import forms
from django.db.models import IntegerChoices
from django.utils.translation import gettext_lazy as _


class Usefulness(IntegerChoices):
    """The usefulness of a course to somebody, from the most useful down."""

    VERY = 4, _("Very useful")
    QUITE = 3, _("Quite useful")
    NOT_VERY = 2, _("Not very useful")
    NOT_AT_ALL = 1, _("Not useful at all")


LONGEST_COMMENT = 1000


class FeedbackForm(forms.Form):
    """The form for what somebody thinks of a course."""

    usefulness = forms.TypedChoiceField(
        label=_("How useful is this course for your work?"),
        choices=Usefulness.choices,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Select how useful this course is for your work"),
            "invalid_choice": _("Select one of the answers"),
        },
    )
    comment = forms.CharField(
        label=_("What should its authors know? (optional)"),
        help_text=_(
            "For example, what helped you, what is missing or what is not clear. Do not include "
            "your name, or anything personal about you or anybody else."
        ),
        required=False,
        max_length=LONGEST_COMMENT,
        widget=forms.Textarea,
        error_messages={
            "max_length": _("Your comment must be %(limit_value)d characters or fewer"),
        },
    )
