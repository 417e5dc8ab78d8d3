"""Parts of a statement, read without ever failing on what it does not say. Pure.

Nearly everything in a statement is optional, its shape depends on its kind, and what came by an
import or before a rule was stricter may be odd. So code that reads what others sent asks here, and
gets the part in its type, or nothing: no consumer, page or report looks into the JSON itself
(tests/architecture/test_parts.py).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final
from uuid import UUID

_NOTHING: Final[Mapping[str, Any]] = MappingProxyType({})


def _mapping(holder: Any, *path: str) -> Mapping[str, Any]:
    """Return the object at the end of ``path``; an empty one where there is none."""
    for step in path:
        holder = holder.get(step) if isinstance(holder, Mapping) else None
    return holder if isinstance(holder, Mapping) else _NOTHING


def _text(holder: Mapping[str, Any], name: str) -> str:
    said = holder.get(name)
    return said if isinstance(said, str) else ""


def _truth(holder: Mapping[str, Any], name: str) -> bool | None:
    said = holder.get(name)
    return said if isinstance(said, bool) else None


def _number(holder: Mapping[str, Any], name: str) -> float | None:
    said = holder.get(name)
    if isinstance(said, bool) or not isinstance(said, int | float):
        return None
    try:
        number = float(said)
    except OverflowError:
        return None
    return number if math.isfinite(number) else None


def words_in(said: Any) -> dict[str, str]:
    """Return a language map: those of its entries that are words under a tag."""
    if not isinstance(said, Mapping):
        return {}
    return {
        tag: words for tag, words in said.items() if isinstance(tag, str) and isinstance(words, str)
    }


def verb_of(statement: Any) -> str:
    """Return the IRI of the verb."""
    return _text(_mapping(statement, "verb"), "id")


def verb_words(statement: Any) -> dict[str, str]:
    """Return the words that the statement has for its verb, by language."""
    return words_in(_mapping(statement, "verb").get("display"))


def object_of(statement: Any) -> Mapping[str, Any]:
    """Return the object, which the statement is about."""
    return _mapping(statement, "object")


def definition_of(activity: Any) -> Mapping[str, Any]:
    """Return the definition of an activity; an empty object where there is none."""
    return _mapping(activity, "definition")


def context_of(statement: Any) -> Mapping[str, Any]:
    """Return the context; an empty object where there is none."""
    return _mapping(statement, "context")


def object_type(statement: Any) -> str:
    """Return the type of the object; an activity where the statement does not say."""
    return _text(_mapping(statement, "object"), "objectType") or "Activity"


def object_id(statement: Any) -> str:
    """Return the id of the object; "" where it is neither an activity nor a statement."""
    return _text(_mapping(statement, "object"), "id")


def object_words(statement: Any) -> dict[str, str]:
    """Return the names of the activity, by language."""
    return words_in(_mapping(statement, "object", "definition").get("name"))


def registration_of(statement: Any) -> UUID | None:
    """Return the registration that the statement belongs to."""
    try:
        return UUID(_text(_mapping(statement, "context"), "registration"))
    except ValueError:
        return None


def context_activities(statement: Any) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Return the activities of the context with their roles, one or several in each."""
    for role, these in _mapping(statement, "context", "contextActivities").items():
        for each in these if isinstance(these, list) else [these]:
            if isinstance(each, Mapping) and isinstance(each.get("id"), str):
                yield role, each


def result_of(statement: Any) -> Mapping[str, Any]:
    """Return the result; an empty object where there is none."""
    return _mapping(statement, "result")


def success_of(statement: Any) -> bool | None:
    """Return whether what was tried succeeded; None where the statement does not say."""
    return _truth(_mapping(statement, "result"), "success")


def completion_of(statement: Any) -> bool | None:
    """Return whether what was tried was completed; None where the statement does not say."""
    return _truth(_mapping(statement, "result"), "completion")


def response_of(statement: Any) -> str | None:
    """Return the answer that was given; None where the statement does not say."""
    said = _mapping(statement, "result").get("response")
    return said if isinstance(said, str) else None


def scaled_score(statement: Any) -> float | None:
    """Return the score from -1 to 1; None where there is none."""
    scaled = _number(_mapping(statement, "result", "score"), "scaled")
    return scaled if scaled is not None and -1 <= scaled <= 1 else None


def raw_score(statement: Any) -> float | None:
    """Return the score as it was counted; None where there is none."""
    return _number(_mapping(statement, "result", "score"), "raw")
