"""The service's name, in each language that has one for it.

The environment decides (``SERVICE_NAME``). Where it says nothing, a name that was given here does
(``manage.py set_up``, or an administrator), and else there is one that comes with the service.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.utils.functional import lazy
from django.utils.translation import get_language

VARIABLE = "SERVICE_NAME"
DEFAULTS = {"": "Digital skills for work", "cy": "Sgiliau digidol ar gyfer gwaith"}
Names = Mapping[str, str]


def names_given(environment: Names) -> dict[str, str]:
    """Return the names that the environment gives, by language code, "" for all that have none.

    ``SERVICE_NAME`` is the name; ``SERVICE_NAME_CY`` the one in Welsh, and likewise for other
    languages (``SERVICE_NAME_ZH_HANS``).
    """
    return {
        variable.removeprefix(VARIABLE).lstrip("_").replace("_", "-").lower(): value.strip()
        for variable, value in environment.items()
        if (variable == VARIABLE or variable.startswith(f"{VARIABLE}_")) and value.strip()
    }


def names_by_language(environment: Names, chosen: Names | None = None) -> dict[str, str]:
    """Return the names by language code, "" for every language that has none of its own.

    ``chosen`` are names that were given here. Our own Welsh name goes with our own English one
    only.
    """
    given = names_given(environment)
    if "" in given:
        return given
    return {**(chosen if chosen and "" in chosen else {**DEFAULTS, **(chosen or {})}), **given}


def name_in(names: Names, language: str) -> str:
    """Return the name in ``language``, or in the language it is a kind of, or the name."""
    return names.get(language) or names.get(language.split("-")[0]) or names[""]


def in_language_of_the_reader(names: Names | Callable[[], Names]) -> str:
    """Return a text that reads as the name in whatever language is active when it is read."""
    read = lazy(lambda: name_in(_now(names), get_language() or ""), str)
    return read()


def in_no_language(names: Names | Callable[[], Names]) -> str:
    """Return a text that reads as the name, whatever the language."""
    read = lazy(lambda: _now(names)[""], str)
    return read()


def _now(names: Names | Callable[[], Names]) -> Names:
    return names() if callable(names) else names
