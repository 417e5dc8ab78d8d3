"""The languages of the service as the settings list them, and how they name themselves."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import get_language_info, get_supported_language_variant


# Models give these two as they are, so that a migration names them and lists no language.
def languages() -> list[tuple[str, Any]]:
    """Return the languages of the service: code, and name in the reader's language."""
    return list(settings.LANGUAGES)


def first_language() -> str:
    """Return the language of people who have chosen none."""
    return str(settings.LANGUAGE_CODE)


def known_languages() -> list[str]:
    """Return the codes of all languages that people or courses can have, each once."""
    listed = (*settings.LANGUAGES, *settings.WAGTAIL_CONTENT_LANGUAGES)
    return list(dict.fromkeys(code for code, _name in listed))


def name_of(code: str) -> str:
    """Return the name of a language for the reader; its code where it is here no more."""
    listed = {**dict(settings.WAGTAIL_CONTENT_LANGUAGES), **dict(settings.LANGUAGES)}
    return str(listed.get(code, code))


def own_name(code: str) -> str:
    """Return the name of a language in the language itself."""
    if code in settings.OWN_NAMES:
        return str(settings.OWN_NAMES[code])
    try:
        return str(capfirst(get_language_info(code)["name_local"]))
    except KeyError:  # one that Django has never heard of
        return name_of(code)


def also_in(code: str) -> str:
    """Return the words of a link to the same thing in the language ``code``, in that language."""
    return str(settings.ALSO_IN.get(code) or own_name(code))


def language_meant(tag: str) -> str:
    """Return the language of the service that a tag stands for: "en-gb" for "en" and "en-GB".

    As a browser's preference is understood. A tag of no language that there is stays itself.
    """
    try:
        return get_supported_language_variant(tag.lower())
    except LookupError:
        return tag.lower()
