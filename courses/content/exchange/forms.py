"""The form with which an archive of a course is sent."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class ImportCourseForm(forms.Form):
    """The form for the archive to import."""

    file = forms.FileField(
        label=_("Archive of a course"),
        widget=forms.ClearableFileInput(attrs={"accept": ".zip"}),
        max_length=255,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = gettext(
            "A .zip file that was exported from a course, up to %(most)s."
        ) % {"most": filesizeformat(settings.LARGEST_ARCHIVE)}
