"""Definitions of activities, put together from what statements say (Communication 2.5)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

# Maps of which every entry is kept; of everything else the later says what holds.
_MAPS: Final = ("name", "description", "extensions")


def definitions_in(statement: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Return the activities of a valid statement that come with a definition, by IRI."""
    thing = statement["object"]
    if "definition" in thing:
        yield thing["id"], thing["definition"]
    elif thing.get("objectType") == "SubStatement":
        yield from definitions_in(thing)
    context = statement.get("context")
    if context:
        for these in context.get("contextActivities", {}).values():
            for activity in these if isinstance(these, list) else (these,):
                if "definition" in activity:
                    yield activity["id"], activity["definition"]


def merge_definitions(definitions: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Return one definition of several, of which a later one overrides an earlier."""
    merged: dict[str, Any] = {}
    for definition in definitions:
        for key, value in definition.items():
            merged[key] = {**merged.get(key, {}), **value} if key in _MAPS else value
        # Lists of answers belong to one kind of interaction: another kind sweeps them away.
        if "interactionType" in definition:
            for key in tuple(merged):
                if key in _OF_INTERACTION and key not in definition:
                    del merged[key]
    return merged


_OF_INTERACTION: Final = (
    "correctResponsesPattern",
    "choices",
    "scale",
    "source",
    "target",
    "steps",
)
