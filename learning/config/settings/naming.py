"""What the service is called, in each language that has a name for it."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import lazy
from django.utils.translation import get_language

VARIABLE = "SERVICE_NAME"
DEFAULTS = {"": "Digital skills for work", "cy": "Sgiliau digidol ar gyfer gwaith"}


def names_by_language(environment: Mapping[str, str]) -> dict[str, str]:
    """Return the names by language code, "" for every language that has none of its own.

    ``SERVICE_NAME`` is the name; ``SERVICE_NAME_CY`` the one in Welsh, and likewise for other
    languages (``SERVICE_NAME_ZH_HANS``). Our own Welsh name goes with our own English one only.
    """
    names = {
        variable.removeprefix(VARIABLE).lstrip("_").replace("_", "-").lower(): value.strip()
        for variable, value in environment.items()
        if (variable == VARIABLE or variable.startswith(f"{VARIABLE}_")) and value.strip()
    }
    return names if "" in names else {**DEFAULTS, **names}


def name_in(names: Mapping[str, str], language: str) -> str:
    """Return the name in ``language``, or in the language it is a kind of, or the name."""
    return names.get(language) or names.get(language.split("-")[0]) or names[""]


def in_language_of_the_reader(names: Mapping[str, str]) -> str:
    """Return a text that reads as the name in whatever language is active when it is read."""
    read = lazy(lambda: name_in(names, get_language() or ""), str)
    return read()
