"""The form with which a Word document is sent."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from courses.content.word.division import Divide
from courses.content.word.package import LARGEST_FILE, MEGABYTE
from learning.catalogue.models import Topic

CHOICES = (
    (Divide.BY_ITSELF.value, _("At the highest headings of which there are several (recommended)")),
    (Divide.HEADING_1.value, _("At each “Heading 1”")),
    (Divide.HEADING_2.value, _("At each “Heading 1” and “Heading 2”")),
    (Divide.ONE_LESSON.value, _("Nowhere: the whole document is one lesson")),
)


class ImportWordForm(forms.Form):
    """The form for a Word document, and what to make of it."""

    file = forms.FileField(
        label=_("Word document"),
        help_text=format_lazy(
            _("A file that was saved as “Word Document (.docx)”, up to {megabytes} MB."),
            megabytes=LARGEST_FILE // MEGABYTE,
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".docx"}),
        max_length=255,
    )
    topic = forms.ModelChoiceField(
        Topic.objects.all(), label=_("Topic"), help_text=_("You can change it in the draft.")
    )
    how = forms.ChoiceField(
        label=_("Where lessons begin"),
        choices=CHOICES,
        initial=Divide.BY_ITSELF.value,
        widget=forms.RadioSelect,
    )
    again = forms.BooleanField(
        label=_("Make another draft, even if this file was imported before"), required=False
    )
    # The same form sent twice is one import.
    token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("token", uuid4())
