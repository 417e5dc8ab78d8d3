"""Activities and their interactions (xAPI 1.0.3, Data 2.4.4.1)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from learning.xapi.shapes import Invalid, array_of, one_of, remembering, shape, text

from .strings import extensions, iri, language_map

# Which lists of components each kind of interaction may have.
COMPONENTS: Final[dict[str, tuple[str, ...]]] = {
    "choice": ("choices",),
    "sequencing": ("choices",),
    "likert": ("scale",),
    "matching": ("source", "target"),
    "performance": ("steps",),
    "true-false": (),
    "fill-in": (),
    "long-fill-in": (),
    "numeric": (),
    "other": (),
}
COMPONENT_LISTS: Final = ("choices", "scale", "source", "target", "steps")


def _component_ids_once(value: list[Mapping[str, Any]]) -> None:
    ids = [component["id"] for component in value]
    if len(set(ids)) != len(ids):
        raise Invalid("the ids of interaction components must be distinct", "XAPI-00065")


def _components(value: Any) -> None:
    _COMPONENT_ARRAY(value)
    _component_ids_once(value)


_COMPONENT_ARRAY: Final = array_of(
    shape(
        "An interaction component",
        {"id": text("XAPI-00064"), "description": language_map("XAPI-00063")},
        {"id": "XAPI-00064"},
        requirement="XAPI-00062",
    ),
    "XAPI-00062",
)


def _interaction_fits_its_type(value: Mapping[str, Any]) -> None:
    kind = value.get("interactionType")
    if kind is None:
        for name in (*COMPONENT_LISTS, "correctResponsesPattern"):
            if name in value:
                raise Invalid(f"with {name!r} there must be 'interactionType'", "XAPI-00049")
        return
    for name in COMPONENT_LISTS:
        if name in value and name not in COMPONENTS[kind]:
            raise Invalid(f"{name!r} does not belong to the type {kind!r}", "XAPI-00010")


DEFINITION: Final = shape(
    "An activity definition",
    {
        "name": language_map("XAPI-00056"),
        "description": language_map("XAPI-00059"),
        "type": iri("XAPI-00060"),
        "moreInfo": iri("XAPI-00061"),
        "extensions": extensions("XAPI-00057"),
        "interactionType": one_of(*COMPONENTS, requirement="XAPI-00049"),
        "correctResponsesPattern": array_of(text("XAPI-00050"), "XAPI-00050"),
        **dict.fromkeys(COMPONENT_LISTS, _components),
    },
    {},
    (_interaction_fits_its_type,),
    requirement="XAPI-00048",
)
ACTIVITY: Final = remembering(
    shape(
        "An activity",
        {
            "objectType": one_of("Activity", requirement="XAPI-00046"),
            "id": iri("XAPI-00047"),
            "definition": DEFINITION,
        },
        {"id": "XAPI-00047"},
        requirement="XAPI-00094",
    )
)
