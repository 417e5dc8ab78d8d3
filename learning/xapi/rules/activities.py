"""Activities and their interactions (xAPI 1.0.3, Data 2.4.4.1)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from learning.xapi.shapes import Invalid, Rule, array_of, one_of, remembering, shape, text

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
# The lists of components, each with the requirement that it is one.
COMPONENT_LISTS: Final[dict[str, str]] = {
    "choices": "XAPI-00055",
    "scale": "XAPI-00054",
    "source": "XAPI-00053",
    "target": "XAPI-00052",
    "steps": "XAPI-00051",
}


_COMPONENT: Final = shape(
    "An interaction component",
    {"id": text("XAPI-00058"), "description": language_map("XAPI-00062")},
    {"id": "XAPI-00058"},
    requirement="XAPI-00063",
)


def _components(requirement: str) -> Rule:
    """Return the rule of a list of components whose ids differ."""
    components = array_of(_COMPONENT, requirement)

    def rule(value: Any) -> None:
        components(value)
        ids = [component["id"] for component in value]
        if len(set(ids)) != len(ids):
            raise Invalid("the ids of interaction components must be distinct", "XAPI-00058")

    return rule


def _interaction_fits_its_type(value: Mapping[str, Any]) -> None:
    kind = value.get("interactionType")
    if kind is None:
        for name in (*COMPONENT_LISTS, "correctResponsesPattern"):
            if name in value:
                raise Invalid(f"with {name!r} there must be 'interactionType'", "XAPI-00064")
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
        **{name: _components(number) for name, number in COMPONENT_LISTS.items()},
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
