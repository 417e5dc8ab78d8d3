"""Our own statements: what happened here, each with an id that only it can have."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings

from learning.xapi import builders
from learning.xapi.ids import fact_id
from learning.xapi.verbs import VOIDED, Verb

from .actors import agent_of
from .models import Actor, Statement


def fact(
    *,
    person_actor: Actor,
    verb: Verb,
    activity: Mapping[str, Any],
    timestamp: datetime,
    registration: UUID | None = None,
    occurrence: str = "",
    result: Mapping[str, Any] | None = None,
    parent: Sequence[Mapping[str, Any]] = (),
    grouping: Sequence[Mapping[str, Any]] = (),
    revision: str | None = None,
    language: str | None = None,
    extensions: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Return the statement that a person of ours did something, ready to be stored.

    Its id follows from registration, verb, activity, person and ``occurrence``, so stating the
    same again changes nothing; ``occurrence`` names the attempt, answer or decision where there
    can be several. A fact that was voided stays voided, so what is decided anew needs a new
    occurrence. ``activity`` is what ``learning.xapi.builders.activity`` returns.
    """
    return builders.statement(
        id=fact_id(
            settings.XAPI_FACT_KEY.encode(),
            registration=registration,
            verb=verb.iri,
            activity=activity["id"],
            actor=person_actor.identifier["account"]["name"],
            occurrence=occurrence,
        ),
        actor=agent_of(person_actor),
        verb=verb,
        object=activity,
        timestamp=timestamp,
        registration=registration,
        result=result,
        parent=parent,
        grouping=grouping,
        revision=revision,
        language=language,
        extensions=extensions,
    )


def not_voided(make: Callable[[str], dict[str, Any]]) -> dict[str, Any]:
    """Return the fact that ``make`` gives for an occurrence, as it can be stated now.

    Without an occurrence the first time. Where that was voided, the occurrence is the id of the
    statement that the new one replaces, and so on: one look into the store for each.
    """
    occurrence = ""
    while True:
        made = make(occurrence)
        if not Statement.objects.filter(id=made["id"], voided=True).exists():
            return made
        occurrence = str(made["id"])


def taken_back(
    *, person_actor: Actor, statement: UUID, activity: str, timestamp: datetime
) -> dict[str, Any]:
    """Return the statement that voids one of ours about ``activity``, an IRI.

    Its actor is the person it is about, whom the store has locked already.
    """
    return builders.statement(
        id=fact_id(
            settings.XAPI_FACT_KEY.encode(),
            registration=None,
            verb=VOIDED.iri,
            activity=activity,
            actor=person_actor.identifier["account"]["name"],
            occurrence=str(statement),
        ),
        actor=agent_of(person_actor),
        verb=VOIDED,
        object=builders.statement_ref(statement),
        timestamp=timestamp,
    )
