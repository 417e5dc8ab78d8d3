"""The form for what an L&D lead promises in the name of an organisation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from learning.rights.models import UsePromise
from learning.ui.languages import own_name


class PromiseForm(forms.Form):
    """The form for the words in each language: plain text, one paragraph.

    ``seen`` is the promise that the form was filled from.
    """

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, texts: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, _name in settings.LANGUAGES:
            self.fields[_field(code)] = forms.CharField(
                label=own_name(code),
                initial=texts.get(code, ""),
                max_length=UsePromise.LONGEST,
                widget=forms.Textarea(attrs={"rows": 3}),
                help_text=_("One or two sentences, at most %(most)s characters.")
                % {"most": UsePromise.LONGEST},
                error_messages={"required": _("Enter the words in this language")},
            )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        for code, _name in settings.LANGUAGES:
            name = _field(code)
            if name not in said:
                continue
            said[name] = " ".join(said[name].split())
            if not all(letter.isprintable() for letter in said[name]):
                self.add_error(
                    name, ValidationError(_("The words hold a character that cannot be shown"))
                )
        return said

    def texts(self) -> dict[str, str]:
        """Return the words by the code of their language."""
        return {code: self.cleaned_data[_field(code)] for code, _name in settings.LANGUAGES}


def _field(code: str) -> str:
    return f"text_{code.replace('-', '_')}"
