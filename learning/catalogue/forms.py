"""Forms with a box for each language, for words that the catalogue keeps in one field."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.widgets import AdminAutoHeightTextInput

from learning.catalogue.languages import ENGLISH, reading
from learning.catalogue.models import Topic, words_field, written_languages
from learning.ui.languages import name_of

# What is found by itself in a language, where it is more than the usual endings.
_HINTS = {"cy": _("The same in Welsh. Mutations and usual endings are found by themselves.")}


class InEachLanguage(WagtailAdminModelForm):
    """A form that keeps what its fields say, by language, in the model's field ``kept_in``.

    What is there in a language that is not offered any more stays.
    """

    kept_in: ClassVar[str]
    fields_by_language: ClassVar[dict[str, str]]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = getattr(self.instance, self.kept_in)
        for language, name in self.fields_by_language.items():
            self.initial.setdefault(name, kept.get(language, ""))

    def clean(self) -> dict[str, Any]:
        """Put what the fields say into the model's field, which the model checks next."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        kept = getattr(self.instance, self.kept_in)
        now = {one: said.get(name, "") for one, name in self.fields_by_language.items()}
        setattr(self.instance, self.kept_in, {one: t for one, t in {**kept, **now}.items() if t})
        return said


def words_label(language: str) -> str:
    """Return the label of the words in ``language``, in the language of the reader."""
    return _with_its_name(gettext_noop("%(language)s words"), language)


def name_label(language: str) -> str:
    """Return the label of the name in ``language``, in the language of the reader."""
    return _with_its_name(gettext_noop("Name in this language: %(language)s"), language)


def _with_its_name(words: str, language: str) -> str:
    code = written_languages()[language]
    read = lazy(lambda: gettext(words) % {"language": name_of(code)}, str)
    return read()


def _help(language: str, *, first: bool) -> Any:
    if first:
        return _("One word or phrase on each line. People who search for one find them all.")
    if language in _HINTS:
        return _HINTS[language]
    if reading(language).stemmed:
        return _("The same in this language. Usual endings are found by themselves.")
    return _("The same in this language.")


WORDS = {language: words_field(language) for language in written_languages()}
NAMES = {language: f"name_{language}" for language in written_languages() if language != ENGLISH}

# Wagtail makes its forms once, when it starts: so the fields are those of the settings then.
SearchWordsForm = type(
    "SearchWordsForm",
    (InEachLanguage,),
    {
        "__module__": __name__,
        "__doc__": "Words that mean the same.",
        "kept_in": "words",
        "fields_by_language": WORDS,
        **{
            field: forms.CharField(
                label=words_label(language),
                help_text=_help(language, first=not place),
                required=False,
                widget=AdminAutoHeightTextInput,
            )
            for place, (language, field) in enumerate(WORDS.items())
        },
    },
)
TopicForm = type(
    "TopicForm",
    (InEachLanguage,),
    {
        "__module__": __name__,
        "__doc__": "A topic and its names.",
        "kept_in": "names",
        "fields_by_language": NAMES,
        **{
            field: forms.CharField(
                label=name_label(language), required=False, max_length=Topic.LONGEST_NAME
            )
            for language, field in NAMES.items()
        },
    },
)
