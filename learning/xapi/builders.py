"""Builders of the parts of a statement, so that no other room writes its JSON by hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from .activity_types import ActivityType
from .times import format_duration, format_timestamp
from .verbs import Verb

Json = dict[str, Any]


def account_agent(home: str, name: str) -> Json:
    """Return an agent known by an account on the system at ``home`` (an IRL)."""
    return {"objectType": "Agent", "account": {"homePage": home, "name": name}}


def activity(
    iri: str,
    *,
    type: ActivityType | str,
    name: Mapping[str, str],
    description: Mapping[str, str] | None = None,
    interaction: Mapping[str, Any] | None = None,
) -> Json:
    """Return an activity with its definition.

    ``name`` and ``description`` are language maps; ``interaction`` is what ``choice``,
    ``sequencing`` or ``true_false`` below returns.
    """
    definition: Json = {
        "type": type.iri if isinstance(type, ActivityType) else type,
        "name": dict(name),
    }
    if description:
        definition["description"] = dict(description)
    if interaction:
        definition.update(interaction)
    return {"objectType": "Activity", "id": iri, "definition": definition}


def statement(
    *,
    id: UUID,
    actor: Mapping[str, Any],
    verb: Verb,
    object: Mapping[str, Any],
    timestamp: datetime,
    registration: UUID | None = None,
    result: Mapping[str, Any] | None = None,
    parent: Sequence[Mapping[str, Any]] = (),
    grouping: Sequence[Mapping[str, Any]] = (),
    revision: str | None = None,
    language: str | None = None,
    platform: str | None = None,
    extensions: Mapping[str, Any] | None = None,
) -> Json:
    """Return a statement; parts that were not given are left out, never empty."""
    context: Json = {}
    if registration:
        context["registration"] = str(registration)
    activities = {
        name: [dict(each) for each in these]
        for name, these in (("parent", parent), ("grouping", grouping))
        if these
    }
    if activities:
        context["contextActivities"] = activities
    for name, value in (("revision", revision), ("platform", platform), ("language", language)):
        if value:
            context[name] = value
    if extensions:
        context["extensions"] = dict(extensions)
    made: Json = {
        "id": str(id),
        "actor": dict(actor),
        "verb": verb.as_json(),
        "object": dict(object),
        "timestamp": format_timestamp(timestamp),
    }
    if result:
        made["result"] = dict(result)
    if context:
        made["context"] = context
    return made


def statement_ref(id: UUID) -> Json:
    """Return a reference to another statement, such as the one to be voided."""
    return {"objectType": "StatementRef", "id": str(id)}


def result(
    *,
    success: bool | None = None,
    completion: bool | None = None,
    scaled: float | None = None,
    raw: float | None = None,
    minimum: float | None = None,
    maximum: float | None = None,
    response: str | None = None,
    duration: timedelta | None = None,
) -> Json:
    """Return a result; ``scaled`` runs from -1 to 1, and what is None is left out."""
    score = {
        name: value
        for name, value in (("scaled", scaled), ("raw", raw), ("min", minimum), ("max", maximum))
        if value is not None
    }
    parts = {
        "score": score or None,
        "success": success,
        "completion": completion,
        "response": response,
        "duration": None if duration is None else format_duration(duration),
    }
    return {name: value for name, value in parts.items() if value is not None}


# Interactions (xAPI 1.0.3, Data 2.4.4.1 and appendix C).

SEPARATOR = "[,]"


def join_response(ids: Iterable[str]) -> str:
    """Return the response of a choice or an ordering: the ids of its parts, joined by ``[,]``.

    ValueError where an id holds a separator, for nobody could take the answer apart again.
    """
    parts = list(ids)
    for part in parts:
        if not part or any(mark in part for mark in (SEPARATOR, "[.]", "[:]")):
            raise ValueError(f"{part!r} cannot be part of a response.")
    return SEPARATOR.join(parts)


def split_response(response: str) -> list[str]:
    """Return the ids of the parts of a choice's or an ordering's response."""
    return response.split(SEPARATOR) if response else []


def true_false_response(answer: bool) -> str:
    """Return the response of a true-or-false question."""
    return "true" if answer else "false"


def _components(parts: Mapping[str, Mapping[str, str]]) -> list[Json]:
    return [{"id": id, "description": dict(words)} for id, words in parts.items()]


def choice(choices: Mapping[str, Mapping[str, str]], *, correct: Iterable[str]) -> Json:
    """Return a choice of one or several: ``choices`` maps ids to language maps."""
    return {
        "interactionType": "choice",
        "correctResponsesPattern": [join_response(correct)],
        "choices": _components(choices),
    }


def sequencing(choices: Mapping[str, Mapping[str, str]], *, correct: Iterable[str]) -> Json:
    """Return an ordering: ``correct`` is the right order of the ids."""
    return {
        "interactionType": "sequencing",
        "correctResponsesPattern": [join_response(correct)],
        "choices": _components(choices),
    }


def true_false(*, correct: bool) -> Json:
    """Return a true-or-false question."""
    return {
        "interactionType": "true-false",
        "correctResponsesPattern": [true_false_response(correct)],
    }
