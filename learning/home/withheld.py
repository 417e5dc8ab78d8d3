"""The parts of a statement for somebody who may see it, but not all that it may say. Pure.

A statement can tell scores, attempts, answers and times, and each of these is a kind of data of
its own (learning.people.visibility). So what is shown of others' statements is listed here, and
whatever a partner may invent besides is left out: the verbs that say what was achieved, the parts
that say of what, and the day, for the minutes between two steps are time spent.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from learning.xapi import parts, verbs

ACHIEVED: Final = (
    verbs.REGISTERED.iri,
    verbs.COMPLETED.iri,
    verbs.PASSED.iri,
    verbs.EXEMPTED.iri,
    f"{verbs.ADL_VOCABULARY}/satisfied",
    f"{verbs.ADL}mastered",
    "http://id.tincanapi.com/verb/earned",
    # Who has left a course is no longer in it: without this the first one would say so for ever.
    verbs.UNREGISTERED.iri,
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
        "object": _object(statement),
        "timestamp": timestamp.date().isoformat(),
        "stored": stored.date().isoformat(),
    }
    told = {
        "completion": parts.completion_of(statement),
        "success": parts.success_of(statement),
    }
    result = {part: True for part in _OF_A_RESULT if told[part] is True}
    context = _context(statement)
    return {**said, **({"result": result} if result else {}), **(context and {"context": context})}


def _object(statement: Mapping[str, Any]) -> dict[str, Any]:
    kind = parts.object_type(statement)
    return _activity(parts.object_of(statement)) if kind == "Activity" else {"objectType": kind}


def _activity(thing: Mapping[str, Any]) -> dict[str, Any]:
    definition = parts.definition_of(thing)
    told = {part: definition[part] for part in _OF_AN_ACTIVITY if part in definition}
    return {
        "objectType": "Activity",
        **({"id": thing["id"]} if "id" in thing else {}),
        **({"definition": told} if told else {}),
    }


def _context(statement: Mapping[str, Any]) -> dict[str, Any]:
    context = parts.context_of(statement)
    said: dict[str, Any] = {part: context[part] for part in _OF_CONTEXT if part in context}
    activities: dict[str, list[dict[str, Any]]] = {}
    for role, activity in parts.context_activities(statement):
        activities.setdefault(role, []).append(_activity(activity))
    return {**said, **({"contextActivities": activities} if activities else {})}
