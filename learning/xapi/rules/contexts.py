"""Contexts (xAPI 1.0.3, Data 2.4.6; in 2.0 also 4.2.2.5), and references to statements."""

from __future__ import annotations

from typing import Any, Final

from learning.xapi.formats import is_language_tag
from learning.xapi.shapes import Rule, array_of, formatted, one_of, shape, text

from .activities import ACTIVITY
from .actors import ACTOR, AGENT, GROUP
from .strings import extensions, iri, uuid
from .versions import Version

STATEMENT_REF: Final = shape(
    "A statement reference",
    {
        "objectType": one_of("StatementRef", requirement="XAPI-00073"),
        "id": uuid("XAPI-00072"),
    },
    {"objectType": "XAPI-00073", "id": "XAPI-00072"},
    requirement="XAPI-00092",
)


def _one_or_more_activities(value: Any) -> None:
    if type(value) is list:
        _ACTIVITIES(value)
    else:
        ACTIVITY(value)


_ACTIVITIES: Final = array_of(ACTIVITY, "XAPI-00094")
CONTEXT_ACTIVITIES: Final = shape(
    "contextActivities",
    dict.fromkeys(("parent", "grouping", "category", "other"), _one_or_more_activities),
    {},
    requirement="XAPI-00086",
)


def _context_member(kind: str, part: str, rule: Rule) -> Rule:
    return array_of(
        shape(
            f"A {kind}",
            {
                "objectType": one_of(kind, requirement="XAPI-00009"),
                part: rule,
                "relevantTypes": array_of(iri("XAPI-00007"), empty=False),
            },
            {"objectType": "XAPI-00009", part: "XAPI-00006"},
        )
    )


def context(version: Version) -> Rule:
    """Return the rule of a context, which in 2.0 may name more agents and groups."""
    properties: dict[str, Rule] = {
        "registration": uuid("XAPI-00087"),
        "instructor": ACTOR,
        "team": GROUP,
        "contextActivities": CONTEXT_ACTIVITIES,
        "revision": text("XAPI-00089"),
        "platform": text("XAPI-00090"),
        "language": formatted(is_language_tag, "a language tag (RFC 5646)", "XAPI-00091"),
        "statement": STATEMENT_REF,
        "extensions": extensions("XAPI-00118"),
    }
    if version is Version.V2_0:
        properties["contextAgents"] = _context_member("contextAgent", "agent", AGENT)
        properties["contextGroups"] = _context_member("contextGroup", "group", GROUP)
    return shape("A context", properties, {})
