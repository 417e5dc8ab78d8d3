"""What a sound statement is, a second time: a JSON Schema, written from the specification alone.

The store's own rules (learning.xapi.rules) are not used here, so that a fault of theirs is not
repeated. What a schema cannot say (numbers in order, ids that differ, days that there are) is in
``_in_order`` and what it calls. A statement is judged as it is sent without data, so an
attachment must say where its data lies.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import cache
from typing import Any

import jsonschema_rs

from learning.xapi.validation import Version

Schema = dict[str, Any]

IRI = {"type": "string", "pattern": r'^[A-Za-z][A-Za-z0-9+.\-]*:[^\s<>"{}|\\^`]+$'}
UUID = {"type": "string", "pattern": "^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$"}
TEXT = {"type": "string"}
TAG = "^([A-Za-z]{2,8}|[xX](?=-))(-[A-Za-z0-9]{1,8})*$"
DURATION = (
    r"^P([0-9.]+W|(?=[0-9]|T[0-9])([0-9.]+Y)?([0-9.]+M)?([0-9.]+D)?"
    r"(T(?=[0-9])([0-9.]+H)?([0-9.]+M)?([0-9.]+S)?)?)$"
)
TIME = {
    Version.V1_0: (
        r"^\d{4}-?\d\d-?\d\d"
        r"([Tt]\d\d(:?\d\d(:?\d\d(\.\d+)?)?)?([Zz]|[+-]\d\d(:?\d\d)?)?)?$"
    ),
    Version.V2_0: r"^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$",
}
VERSION = {Version.V1_0: r"^1\.0(\.\d+)?$", Version.V2_0: r"^[12]\.0(\.\d+)?$"}
LANGUAGE_MAP = {
    "type": "object",
    "propertyNames": {"pattern": TAG},
    "additionalProperties": TEXT,
}
EXTENSIONS = {"type": "object", "propertyNames": IRI}
IDENTIFIERS = ("mbox", "mbox_sha1sum", "openid", "account")


def thing(properties: Schema, *required: str, **more: Any) -> Schema:
    """Return the schema of an object that has nothing but ``properties``."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(required),
        "additionalProperties": False,
        **more,
    }


def ref(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


def array(of: Schema, **more: Any) -> Schema:
    return {"type": "array", "items": of, **more}


def const(value: str) -> Schema:
    return {"const": value}


ONE_IDENTIFIER = [{"required": [name]} for name in IDENTIFIERS]
IDENTIFYING = {
    "name": TEXT,
    "mbox": {"type": "string", "pattern": r"^mailto:[^\s@]+@[^\s@]+$"},
    "mbox_sha1sum": {"type": "string", "pattern": "^[0-9A-Fa-f]{40}$"},
    "openid": IRI,
    "account": thing({"homePage": IRI, "name": TEXT}, "homePage", "name"),
}
AGENT = thing({"objectType": const("Agent"), **IDENTIFYING}, oneOf=ONE_IDENTIFIER)
GROUP = thing(
    {"objectType": const("Group"), **IDENTIFYING, "member": array(ref("agent"))},
    "objectType",
    oneOf=[
        *ONE_IDENTIFIER,
        {
            "not": {"anyOf": ONE_IDENTIFIER},
            "required": ["member"],
            "properties": {"member": {"minItems": 1}},
        },
    ],
)
COMPONENTS = array(thing({"id": TEXT, "description": LANGUAGE_MAP}, "id"))
LISTS = {
    "choices": ["choice", "sequencing"],
    "scale": ["likert"],
    "source": ["matching"],
    "target": ["matching"],
    "steps": ["performance"],
}
KINDS = ["true-false", "fill-in", "long-fill-in", "numeric", "other"]
DEFINITION = thing(
    {
        "name": LANGUAGE_MAP,
        "description": LANGUAGE_MAP,
        "type": IRI,
        "moreInfo": IRI,
        "extensions": EXTENSIONS,
        "interactionType": {"enum": [*KINDS, *{kind for each in LISTS.values() for kind in each}]},
        "correctResponsesPattern": array(TEXT),
        **dict.fromkeys(LISTS, COMPONENTS),
    },
    dependentRequired={"correctResponsesPattern": ["interactionType"]},
    # A list of components belongs to its kinds of interaction.
    dependentSchemas={
        name: {
            "required": ["interactionType"],
            "properties": {"interactionType": {"enum": kinds}},
        }
        for name, kinds in LISTS.items()
    },
)
ACTIVITY = thing({"objectType": const("Activity"), "id": IRI, "definition": DEFINITION}, "id")
REFERENCE = thing({"objectType": const("StatementRef"), "id": UUID}, "objectType", "id")
NUMBER = {"type": "number"}
RESULT = thing(
    {
        "score": thing(
            {
                "scaled": {"type": "number", "minimum": -1, "maximum": 1},
                "raw": NUMBER,
                "min": NUMBER,
                "max": NUMBER,
            }
        ),
        "success": {"type": "boolean"},
        "completion": {"type": "boolean"},
        "response": TEXT,
        "duration": {"type": "string", "pattern": DURATION},
        "extensions": EXTENSIONS,
    }
)
ATTACHMENT = thing(
    {
        "usageType": IRI,
        "display": LANGUAGE_MAP,
        "description": LANGUAGE_MAP,
        "contentType": {"type": "string", "pattern": r"^[^\s/;]+/[^\s/;]+(\s*;.+)?$"},
        "length": {"type": "integer", "minimum": 0},
        "sha2": {"type": "string", "pattern": "^([0-9A-Fa-f]{56}|([0-9A-Fa-f]{32}){2,4})$"},
        "fileUrl": IRI,
    },
    *("usageType", "display", "contentType", "length", "sha2", "fileUrl"),
)
ACTIVITIES = {"anyOf": [ref("activity"), array(ref("activity"))]}
ROLES = ("parent", "grouping", "category", "other")
TYPED = {"required": ["objectType"]}
# revision and platform are for statements about an activity; what voids refers to a statement.
WHOLE = [
    {
        "if": {
            "properties": {
                "object": {"properties": {"objectType": {"not": const("Activity")}}, **TYPED}
            }
        },
        "then": {"properties": {"context": {"properties": {"revision": False, "platform": False}}}},
    },
    {
        "if": {
            "properties": {
                "verb": {"properties": {"id": const("http://adlnet.gov/expapi/verbs/voided")}}
            }
        },
        "then": {"properties": {"object": ref("reference")}},
    },
]


def context(version: Version) -> Schema:
    properties: Schema = {
        "registration": UUID,
        "instructor": ref("actor"),
        "team": ref("group"),
        "contextActivities": thing(dict.fromkeys(ROLES, ACTIVITIES)),
        "revision": TEXT,
        "platform": TEXT,
        "language": {"type": "string", "pattern": TAG},
        "statement": ref("reference"),
        "extensions": EXTENSIONS,
    }
    if version is Version.V2_0:
        for kind, part in (("contextAgent", "agent"), ("contextGroup", "group")):
            parts = {
                "objectType": const(kind),
                part: ref(part),
                "relevantTypes": array(IRI, minItems=1),
            }
            properties[f"{kind}s"] = array(thing(parts, "objectType", part))
    return thing(properties)


@cache
def schema(version: Version) -> Schema:
    """Return the schema of a statement."""
    time = {"type": "string", "pattern": TIME[version]}
    shared = {
        "actor": ref("actor"),
        "verb": thing({"id": IRI, "display": LANGUAGE_MAP}, "id"),
        "result": RESULT,
        "context": context(version),
        "timestamp": time,
        "attachments": array(ATTACHMENT),
    }
    plain = [ref("activity"), {"allOf": [ref("agent"), TYPED]}, ref("group"), ref("reference")]
    required = ("actor", "verb", "object")
    sub = thing(
        {"objectType": const("SubStatement"), **shared, "object": {"anyOf": plain}},
        *("objectType", *required),
        allOf=WHOLE,
    )
    two = {"required": ["member"], "properties": {"member": {"minItems": 2, "maxItems": 2}}}
    pair = {"allOf": [ref("group"), {"not": {"anyOf": ONE_IDENTIFIER}}, two]}
    whole = {
        **shared,
        "id": UUID,
        "stored": time,
        "authority": {"anyOf": [ref("agent"), pair]},
        "version": {"type": "string", "pattern": VERSION[version]},
        "object": {"anyOf": [*plain, sub]},
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$defs": {
            "agent": AGENT,
            "group": GROUP,
            "actor": {"anyOf": [ref("agent"), ref("group")]},
            "activity": ACTIVITY,
            "reference": REFERENCE,
        },
        **thing(whole, *required, allOf=WHOLE),
    }


@cache
def _validator(version: Version) -> Callable[[Any], bool]:
    return jsonschema_rs.validator_for(schema(version)).is_valid


def is_sound(statement: Any, version: Version) -> bool:
    """Tell whether the specification allows ``statement``."""
    return _validator(version)(statement) and all(_in_order(statement))


def _in_order(whole: dict[str, Any]) -> Iterator[bool]:
    """Give the answers to what a schema cannot ask, of a statement that keeps the schema."""
    score = whole.get("result", {}).get("score", {})
    low, raw, high = (score.get(name) for name in ("min", "raw", "max"))
    yield low is None or high is None or low < high
    yield low is None or raw is None or low <= raw
    yield high is None or raw is None or raw <= high
    for name in ("timestamp", "stored"):
        yield name not in whole or _is_real(whole[name])
    target = whole["object"]
    around = whole.get("context", {}).get("contextActivities", {}).values()
    for each in (target, *(one for some in around for one in _listed(some))):
        definition = each.get("definition", {})
        for name in LISTS:
            ids = [component["id"] for component in definition.get(name, ())]
            yield len(ids) == len(set(ids))
    if target.get("objectType") == "SubStatement":
        yield from _in_order(target)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _is_real(time: str) -> bool:
    """Tell whether there is such a day and time; a negative zero is no offset."""
    if re.search(r"[Tt].*-00(:?00)?$", time):
        return False
    day, _t, clock = time.upper().partition("T")
    try:
        datetime.strptime(day.replace("-", ""), "%Y%m%d")  # noqa: DTZ007
    except ValueError:
        return False
    hours = clock[:2]
    return not hours or int(hours) < 24
