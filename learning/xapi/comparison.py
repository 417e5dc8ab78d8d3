"""Comparison of two statements (xAPI 1.0.3, Data 2.3.1, Statement Comparison)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from .json_text import dumps
from .times import parse_timestamp

# What a duration says beyond a hundredth of a second is not compared (Data 4.6).
FINER = re.compile(r"([.,]\d\d)\d+")
# Set by the store, so they say nothing of the statement itself.
ASSIGNED = frozenset({"id", "stored", "authority", "version", "timestamp"})


def same_statement(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Tell whether two valid statements differ only where the specification lets them.

    Those are what the store assigns, how a time is written, the definitions of activities, the
    words for verbs, the order of a group's members, and one activity for an array of one.
    """
    return _timestamps_agree(one, other) and _essence(one) == _essence(other)


def _timestamps_agree(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    # Without a timestamp the store assigns one, so a missing one differs from none.
    if "timestamp" not in one or "timestamp" not in other:
        return True
    return parse_timestamp(one["timestamp"]) == parse_timestamp(other["timestamp"])


def _essence(statement: Mapping[str, Any]) -> dict[str, Any]:
    kept: dict[str, Any] = {}
    for key, value in statement.items():
        if key in ASSIGNED:
            continue
        if key == "verb":
            kept[key] = value["id"]
        elif key == "object":
            kept[key] = _object(value)
        elif key == "actor":
            kept[key] = _actor(value)
        elif key == "result" and "duration" in value:
            kept[key] = {**value, "duration": FINER.sub(r"\1", value["duration"])}
        elif key == "context":
            kept[key] = _context(value)
        else:
            kept[key] = value
    return kept


def _object(value: Mapping[str, Any]) -> Any:
    kind = value.get("objectType", "Activity")
    if kind == "Activity":
        return {"id": value["id"]}
    if kind == "StatementRef":
        return {"ref": value["id"].lower()}
    if kind == "SubStatement":
        moment = value.get("timestamp")
        return {
            **_essence(value),
            "timestamp": parse_timestamp(moment) if moment is not None else None,
        }
    return _actor(value)


def _actor(value: Mapping[str, Any]) -> dict[str, Any]:
    kept = {"objectType": "Agent", **value}
    if "member" in value:
        kept["member"] = sorted((_actor(member) for member in value["member"]), key=_sort_key)
    if "mbox" in value:
        local, _at, domain = value["mbox"].rpartition("@")
        kept["mbox"] = f"{local}@{domain.lower()}"
    if "mbox_sha1sum" in value:
        kept["mbox_sha1sum"] = value["mbox_sha1sum"].lower()
    return kept


def _sort_key(value: Mapping[str, Any]) -> bytes:
    return dumps(sorted(value.items(), key=lambda item: item[0]))


def _context(value: Mapping[str, Any]) -> dict[str, Any]:
    kept = dict(value)
    for role in ("instructor", "team"):
        if role in kept:
            kept[role] = _actor(kept[role])
    if "registration" in kept:
        kept["registration"] = kept["registration"].lower()
    if "statement" in kept:
        kept["statement"] = kept["statement"]["id"].lower()
    if "contextActivities" in kept:
        kept["contextActivities"] = {
            role: [activity["id"] for activity in (these if isinstance(these, list) else [these])]
            for role, these in kept["contextActivities"].items()
        }
    return kept
