"""Agents, groups and authorities (xAPI 1.0.3, Data 2.4.2 and 2.4.9)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from learning.xapi.formats import is_mbox, is_sha1
from learning.xapi.shapes import (
    Invalid,
    Rule,
    array_of,
    by_type,
    formatted,
    one_of,
    remembering,
    shape,
    text,
)

from .strings import iri

IDENTIFIERS: Final = ("mbox", "mbox_sha1sum", "openid", "account")

ACCOUNT: Final = shape(
    "An account",
    {"homePage": iri("XAPI-00042"), "name": text("XAPI-00043")},
    {"homePage": "XAPI-00042", "name": "XAPI-00043"},
    requirement="XAPI-00041",
)


def _identified_once(value: Mapping[str, Any]) -> None:
    if sum(name in value for name in IDENTIFIERS) != 1:
        raise Invalid(f"must have exactly one of {', '.join(IDENTIFIERS)}", "XAPI-00034")


def _identified_or_with_members(value: Mapping[str, Any]) -> None:
    identifiers = sum(name in value for name in IDENTIFIERS)
    if identifiers > 1:
        raise Invalid(f"must have only one of {', '.join(IDENTIFIERS)}", "XAPI-00037")
    if not identifiers and not value.get("member"):
        raise Invalid("an anonymous group must have members", "XAPI-00035")


_IDENTIFIER_RULES: Final[dict[str, Rule]] = {
    "name": text("XAPI-00033"),
    "mbox": formatted(is_mbox, "mailto: and an email address", "XAPI-00038"),
    "mbox_sha1sum": formatted(is_sha1, "a SHA-1 sum in hexadecimal", "XAPI-00039"),
    "openid": iri("XAPI-00040"),
    "account": ACCOUNT,
}
AGENT: Final = shape(
    "An agent",
    {"objectType": one_of("Agent", requirement="XAPI-00031"), **_IDENTIFIER_RULES},
    {},
    (_identified_once,),
)
GROUP: Final = shape(
    "A group",
    {
        "objectType": one_of("Group", requirement="XAPI-00031"),
        **_IDENTIFIER_RULES,
        "member": array_of(AGENT, "XAPI-00036"),
    },
    {"objectType": "XAPI-00031"},
    (_identified_or_with_members,),
)
ACTOR: Final = remembering(by_type({"Agent": AGENT, "Group": GROUP}, "Agent", "XAPI-00031"))


def _an_agent_or_two_agents(value: Mapping[str, Any]) -> None:
    if value.get("objectType") != "Group":
        return
    if any(name in value for name in IDENTIFIERS) or len(value["member"]) != 2:
        raise Invalid(
            "an authority that is a group must be anonymous with two members", "XAPI-00098"
        )


def authority(value: Any) -> None:
    """Refuse what is neither an agent nor an anonymous group of two (Data 2.4.9)."""
    ACTOR(value)
    _an_agent_or_two_agents(value)
