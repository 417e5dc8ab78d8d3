"""The model field for a language of the service."""

from __future__ import annotations

from typing import Any

from django.db import models

from learning.ui.languages import first_language, languages


class LanguageField(models.CharField):
    """A field for one of the languages of the settings; a migration names none of them.

    Where a default is asked for when it is needed, as here, Django's forms look for a second,
    hidden field to tell what was changed. Pages that render their own fields have none, and every
    save would be a change: a reviewed page would never stay reviewed.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        usual = {"max_length": 12, "choices": languages, "default": first_language}
        super().__init__(*args, **{**usual, **kwargs})

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"show_hidden_initial": False, **kwargs})
