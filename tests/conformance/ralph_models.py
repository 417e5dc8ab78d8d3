"""The models of Ralph as a judge of statements of 1.0.3, and where they are wrong."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError
from ralph.models.xapi.base.statements import BaseXapiStatement

from .client import (
    ACTIVITY,
    AGENT,
    GROUP,
    SUB_STATEMENT,
    UUID_1,
    VOIDED,
    about,
    defined,
    put,
    without,
)
from .statements import at, places

COMPONENT_LISTS = ("choices", "scale", "source", "target", "steps")
VERSION, TIME, DURATION = "1.0.3", "2026-05-01T09:30:00Z", "PT1M"
TAGS = frozenset({"en", "cy", "EN-gb", "zh-Hant-TW", "es-419", "de-1996", "x-own", "und"})
# What stands in the place of a value that Ralph has no right judgement of.
USUAL = {"version": VERSION, "timestamp": TIME, "stored": TIME, "duration": DURATION}
# Strings, for Ralph takes many a value of one type for another.
MISTAKES = (
    None,
    "two words",
    "partner.example/a",
    "//a",
    "a b:c",
    "mailto:a",
    "12345678",
    {"a": 1},
)


def usual(said: Any, key: Any = None) -> Any:
    """Return a statement without what Ralph is wrong about, as far as that is easily left out."""
    if isinstance(said, dict) and key != "extensions":
        return {name: usual(value, name) for name, value in said.items() if value != {}}
    if isinstance(said, list) and key != "extensions":
        return [usual(value, key) for value in said]
    if key == "mbox_sha1sum":
        return said.lower()
    return "said" if said == "" else USUAL.get(key, said)


def ralph_takes(statement: Any) -> bool:
    try:
        BaseXapiStatement.model_validate(statement)
    except (ValidationError, ValueError, TypeError, AttributeError, KeyError):
        return False
    return True


@dataclass(frozen=True)
class Wrong:
    """Something that Ralph judges otherwise than the specification says."""

    what: str
    says: str
    shown_by: dict[str, Any]
    sound: bool
    # Tells whether a statement has it; None where no statement made here does.
    has: Callable[[dict[str, Any]], bool] | None = None


def values(statement: Any) -> Iterator[tuple[Any, Any]]:
    """Give each key of a statement with its value, not of what is inside extensions."""
    for path in places(statement):
        yield path[-1], at(statement, path)


def has_empty(statement: dict[str, Any]) -> bool:
    return any(value in ("", {}) for _key, value in values(statement))


def has_null_in_array(statement: dict[str, Any]) -> bool:
    return any(
        at(statement, path) is None and any(isinstance(step, int) for step in path)
        for path in places(statement)
    )


def has_group_of_none(statement: dict[str, Any]) -> bool:
    return any(key == "member" and value == [] for key, value in values(statement))


def is_about_an_untyped_agent(statement: dict[str, Any]) -> bool:
    thing = statement.get("object")
    return isinstance(thing, dict) and "objectType" not in thing and "id" not in thing


def has_capital_sum(statement: dict[str, Any]) -> bool:
    return any(k == "mbox_sha1sum" and v != str(v).lower() for k, v in values(statement))


def has_sub_statement_of_agents(statement: dict[str, Any]) -> bool:
    inner = statement.get("object")
    inner = inner.get("object") if isinstance(inner, dict) else None
    return isinstance(inner, dict) and (
        inner.get("objectType") in ("Agent", "Group")
        or is_about_an_untyped_agent({"object": inner})
    )


def has_group_as(role: str) -> Callable[[dict[str, Any]], bool]:
    return lambda statement: any(
        key == role and isinstance(value, dict) and value.get("objectType") == "Group"
        for key, value in values(statement)
    )


def has_other(**usual: Any) -> Callable[[dict[str, Any]], bool]:
    """Return the test for a property with another value than the usual ones."""
    return lambda statement: any(
        key in usual and value not in usual[key] for key, value in values(statement)
    )


def has_other_language(statement: dict[str, Any]) -> bool:
    for key, value in values(statement):
        if key in ("display", "name", "description") and isinstance(value, dict):
            if value.keys() - TAGS:
                return True
        elif key == "language" and value not in TAGS:
            return True
    return False


def has_spaced_component(statement: dict[str, Any]) -> bool:
    return any(
        path[-1] == "id"
        and len(path) > 3
        and path[-3] in COMPONENT_LISTS
        and re.search(r"\s", str(at(statement, path)))
        for path in places(statement)
    )


def has_odd_openid(statement: dict[str, Any]) -> bool:
    return any(
        key == "openid" and not re.fullmatch(r"[A-Za-z][^\s:]*:\S+", str(value))
        for key, value in values(statement)
    )


def has_odd_attachment(statement: dict[str, Any]) -> bool:
    return any(
        "fileUrl" not in each or set(MISTAKES[:-1]) & {each.get("contentType"), each.get("sha2")}
        for key, these in values(statement)
        if key == "attachments" and isinstance(these, list)
        for each in these
        if isinstance(each, dict)
        and not isinstance(each.get("contentType"), dict)
        and not isinstance(each.get("sha2"), dict)
    )


ATTACHMENT = {
    "usageType": "https://partner.example/evidence",
    "display": {"en": "Evidence"},
    "contentType": "text/plain",
    "length": 3,
    "sha2": "0" * 64,
    "fileUrl": "https://partner.example/file",
}
WRONG = [
    Wrong(
        "It refuses empty strings and objects.",
        "Data 2.2: only null is refused, and the empty string where a format is required.",
        put("result/response", ""),
        sound=True,
        has=has_empty,
    ),
    Wrong(
        "It takes null for what is inside an array.",
        "Data 2.2: null is refused everywhere but in extensions.",
        put("actor", {"objectType": "Group", "member": [{**AGENT, "name": None}]}),
        sound=False,
        has=has_null_in_array,
    ),
    Wrong(
        "It takes a group that is identified by nothing and has no members.",
        "Data 2.4.2.2: an anonymous group is described by its members.",
        put("actor", {"objectType": "Group", "member": []}),
        sound=False,
        has=has_group_of_none,
    ),
    Wrong(
        "It takes an agent as object that does not say that it is one.",
        "Data 2.4.4.2: statements about an Agent or Group must have an objectType.",
        about({"mbox": AGENT["mbox"]}),
        sound=False,
        has=is_about_an_untyped_agent,
    ),
    Wrong(
        "It refuses capital digits in a SHA-1 sum.",
        "Data 2.4.2.3: the hexadecimal sum; that digits are small is nowhere said.",
        put("actor", {"mbox_sha1sum": "AF" * 20}),
        sound=True,
        has=has_capital_sum,
    ),
    Wrong(
        "It refuses sub-statements about an agent or a group.",
        "Data 2.4.4.3: a sub-statement follows the requirements of a statement.",
        about({**SUB_STATEMENT, "object": AGENT}),
        sound=True,
        has=has_sub_statement_of_agents,
    ),
    Wrong(
        "It refuses a group as instructor.",
        "Data 2.4.6: instructor is an Agent, or a Group.",
        put("context/instructor", GROUP),
        sound=True,
        has=has_group_as("instructor"),
    ),
    Wrong(
        "It refuses the version 1.0.",
        "Data 2.4.10: versions that begin with 1.0. are taken, and Communication 3.3: as is 1.0.",
        put("version", "1.0"),
        sound=True,
        has=has_other(version=[VERSION]),
    ),
    Wrong(
        "It takes a number for a time.",
        "Data 4.5: timestamps are strings in the format of ISO 8601.",
        put("timestamp", 1714555800),
        sound=False,
        has=has_other(timestamp=[TIME], stored=[TIME]),
    ),
    Wrong(
        "It takes a clock for a duration.",
        "Data 4.6: durations are in the format of ISO 8601.",
        put("result/duration", "00:01:30"),
        sound=False,
        has=has_other(duration=[DURATION]),
    ),
    Wrong(
        "It wants languages to be registered.",
        "Data 2.2: tokens match RFC 5646 in the sequence of their lengths.",
        put("verb/display", {"colour": "did"}),
        sound=True,
        has=has_other_language,
    ),
    Wrong(
        "It refuses a space in the id of an interaction component.",
        "Data 2.4.4.1: such an id should not contain white space, which is no must.",
        defined(interactionType="choice", choices=[{"id": "a b"}]),
        sound=True,
        has=has_spaced_component,
    ),
    Wrong(
        "It takes an attachment whose data is nowhere.",
        "Communication 1.5.1: what does not come with a statement must have a fileUrl.",
        put("attachments", [without("fileUrl", ATTACHMENT)]),
        sound=False,
        has=has_odd_attachment,
    ),
    Wrong(
        "It takes any string as media type.",
        "Data 2.4.11: contentType is an Internet media type.",
        put("attachments", [put("contentType", "two words", ATTACHMENT)]),
        sound=False,
        has=has_odd_attachment,
    ),
    Wrong(
        "It takes any string as openid.",
        "Data 2.4.2.3: openid is a URI.",
        put("actor", {"openid": "me"}),
        sound=False,
        has=has_odd_openid,
    ),
    Wrong(
        "It takes an authority that is any group.",
        "Data 2.4.9: an authority that is a group has exactly two agents.",
        put("authority", GROUP),
        sound=False,
        has=has_group_as("authority"),
    ),
    Wrong(
        "It takes a string for a number.",
        "Data 2.2: values of the wrong type are refused.",
        put("result/score", {"raw": "1"}),
        sound=False,
    ),
    Wrong(
        "It lets an activity be voided.",
        "Data 2.3.2: what voids has a StatementRef as its object.",
        about(ACTIVITY, verb=VOIDED),
        sound=False,
    ),
    Wrong(
        "It takes a UUID without its hyphens.",
        "Data 2.4.1: UUIDs are in their standard form.",
        put("id", UUID_1.replace("-", "")),
        sound=False,
    ),
]
