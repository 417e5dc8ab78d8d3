"""What of a statement is shown to somebody who may see it, but not all that it may say. Pure.

A statement can tell scores, attempts, answers and times, and each of these is a kind of data of
its own (learning.people.visibility). So what is shown of others' statements is listed here, and
whatever a partner may invent besides is left out: the verbs that say what was achieved, the parts
that say of what, and the day, for the minutes between two steps are time spent.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from learning.xapi import verbs

ACHIEVED: Final = (
    verbs.REGISTERED.iri,
    verbs.COMPLETED.iri,
    verbs.PASSED.iri,
    verbs.EXEMPTED.iri,
    f"{verbs.ADL_VOCABULARY}/satisfied",
    f"{verbs.ADL}mastered",
    "http://id.tincanapi.com/verb/earned",
)
_AS_SAID: Final = ("id", "verb", "authority", "version")
_OF_CONTEXT: Final = ("registration", "platform", "language", "revision")
_OF_AN_ACTIVITY: Final = ("name", "description", "type", "moreInfo")
_OF_A_RESULT: Final = ("completion", "success")


def shown(
    statement: Mapping[str, Any],
    *,
    person: Mapping[str, Any],
    timestamp: datetime,
    stored: datetime,
) -> dict[str, Any]:
    """Return a statement without scores, answers, times of day and other people.

    ``person`` is the pseudonym to show for whatever the statement calls its actor; ``timestamp``
    and ``stored`` in the time zone whose days are meant.
    """
    said: dict[str, Any] = {
        "actor": {"objectType": "Agent", **person},
        **{part: statement[part] for part in _AS_SAID if part in statement},
        "object": _object(statement["object"]),
        "timestamp": timestamp.date().isoformat(),
        "stored": stored.date().isoformat(),
    }
    result = {part: True for part in _OF_A_RESULT if statement.get("result", {}).get(part) is True}
    context = _context(statement.get("context", {}))
    return {**said, **({"result": result} if result else {}), **(context and {"context": context})}


def _object(thing: Mapping[str, Any]) -> dict[str, Any]:
    kind = thing.get("objectType", "Activity")
    return _activity(thing) if kind == "Activity" else {"objectType": kind}


def _activity(thing: Mapping[str, Any]) -> dict[str, Any]:
    definition = thing.get("definition", {})
    told = {part: definition[part] for part in _OF_AN_ACTIVITY if part in definition}
    return {
        "objectType": "Activity",
        "id": thing["id"],
        **({"definition": told} if told else {}),
    }


def _context(context: Mapping[str, Any]) -> dict[str, Any]:
    said: dict[str, Any] = {part: context[part] for part in _OF_CONTEXT if part in context}
    activities = {
        role: [_activity(activity) for activity in these]
        for role, these in context.get("contextActivities", {}).items()
    }
    return {**said, **({"contextActivities": activities} if activities else {})}
