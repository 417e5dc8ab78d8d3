"""Comparing words in each language, here and by PostgreSQL. Pure.

Languages go by the first part of their code, so that "en" is every kind of English. One that is
not listed is read in the plain way: its words as they are, and a long one as a beginning.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from learning.catalogue.words import (
    radicals,
    welsh_forms,
    welsh_keys,
    welsh_stem,
    without_plural,
)

Phrase = tuple[str, ...]

# Everything is asked for in its own language and in this one, and its words name an entry of the
# vocabulary, because the entries that we ship have them.
ENGLISH = "en"
UNSTEMMED = "simple"
# PostgreSQL's own text-search configurations (those of version 15), for all that need no more.
_CONFIGURATIONS = {
    "ar": "arabic", "ca": "catalan", "da": "danish", "de": "german", "el": "greek",
    "es": "spanish", "eu": "basque", "fi": "finnish", "fr": "french", "ga": "irish",
    "hi": "hindi", "hu": "hungarian", "hy": "armenian", "id": "indonesian", "it": "italian",
    "lt": "lithuanian", "nb": "norwegian", "ne": "nepali", "nl": "dutch", "nn": "norwegian",
    "no": "norwegian", "pt": "portuguese", "ro": "romanian", "ru": "russian", "sr": "serbian",
    "sv": "swedish", "ta": "tamil", "tr": "turkish", "yi": "yiddish",
}  # fmt: skip


def _as_it_is(word: str) -> str:
    return word


def _nothing_else(word: str) -> list[str]:
    return [word]


@dataclass(frozen=True)
class Reading:
    """The rules by which the words of one language are compared.

    ``configuration`` is PostgreSQL's for it, which knows the endings unless it is the unstemmed
    one. ``stem`` takes a word to what it is looked up by in the vocabulary; ``keys`` gives the
    ways to say a phrase there, where there are more. ``forms`` are those in which a word may
    stand in a text, asked for one by one where PostgreSQL does not know; ``known_as`` are those
    in which it may be known when its spelling is doubted.
    """

    configuration: str = UNSTEMMED
    stem: Callable[[str], str] = _as_it_is
    keys: Callable[[Phrase], list[Phrase]] | None = None
    forms: Callable[[str], list[str]] = _nothing_else
    known_as: Callable[[str], list[str]] = _nothing_else

    @property
    def stemmed(self) -> bool:
        """True where PostgreSQL knows the endings."""
        return self.configuration != UNSTEMMED

    def keys_of(self, phrase: Phrase) -> list[Phrase]:
        """Return the keys under which ``phrase`` stands in the vocabulary."""
        return self.keys(phrase) if self.keys else [self.key_of(phrase)]

    def key_of(self, phrase: Phrase) -> Phrase:
        """Return the key by which ``phrase``, as typed, is looked up in the vocabulary."""
        return tuple(self.stem(word) for word in phrase)


PLAIN = Reading()
READINGS = {
    **{language: Reading(name) for language, name in _CONFIGURATIONS.items()},
    "en": Reading(
        "english", stem=without_plural, known_as=lambda word: [without_plural(word), f"{word}s"]
    ),
    # PostgreSQL knows no Welsh: its first letters and commonest endings are ours.
    "cy": Reading(
        stem=welsh_stem,
        keys=welsh_keys,
        forms=lambda word: [welsh_stem(form) for form in welsh_forms(word)],
        known_as=lambda word: [welsh_stem(word), *radicals(word)],
    ),
}


def base(code: str) -> str:
    """Return the language that ``code`` is a kind of: "en" for "en-gb"."""
    return code.split("-")[0]


def reading(code: str) -> Reading:
    """Return the rules for the language ``code``, the plain ones where it is not listed."""
    return READINGS.get(base(code), PLAIN)


def forms_of_known_words(word: str) -> set[str]:
    """Return the forms in which ``word`` may be known, whatever language it is of."""
    return {form for one in (PLAIN, *READINGS.values()) for form in one.known_as(word)}
