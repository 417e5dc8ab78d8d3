"""Queries of the statements resource, by name as they come or by number as cursors hold them.

Source: xAPI 1.0.3, Communication 2.1.3.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from learning.xapi.naming import Identifier, iri_digest

from .models import TermKind
from .sql import run

MAX_PAGE: Final = 200


@dataclass(frozen=True, slots=True)
class Place:
    """The end of a page; the next page begins after it."""

    stored: datetime
    seq: int


@dataclass(frozen=True, slots=True)
class Query:
    """One query of the statements resource; ``mine`` keeps only statements under this authority.

    Agent, verb and activity are named, or given by their numbers (``resolved``), as in a cursor.
    """

    agent: Identifier | int | None = None
    verb: str | int | None = None
    activity: str | int | None = None
    registration: UUID | None = None
    related_agents: bool = False
    related_activities: bool = False
    since: datetime | None = None
    until: datetime | None = None
    ascending: bool = False
    limit: int = MAX_PAGE
    format: str = "exact"
    attachments: bool = False
    after: Place | None = None
    mine: int | None = None


def resolved(query: Query) -> Query | None:
    """Return ``query`` with numbers for what it names; None where something was never named here.

    An address may be no longer than 4,094 bytes, and one IRI may be as long as that.
    """
    agent, verb, activity = query.agent, query.verb, query.activity
    if isinstance(agent, Identifier):
        agent = _one(
            "SELECT id FROM lrs_actor WHERE digest = %(digest)b::uuid", {"digest": agent.digest}
        )
    if isinstance(activity, str):
        activity = _term(TermKind.ACTIVITY, activity)
    if isinstance(verb, str):
        verb = _term(TermKind.VERB, verb)
    for asked, found in ((query.agent, agent), (query.verb, verb), (query.activity, activity)):
        if asked is not None and found is None:
            return None
    return replace(query, agent=agent, verb=verb, activity=activity)


def _term(kind: TermKind, iri: str) -> int | None:
    return _one(
        "SELECT id FROM lrs_term WHERE kind = %(kind)b::smallint AND digest = %(digest)b::uuid",
        {"kind": kind.value, "digest": iri_digest(iri)},
    )


def _one(sql: str, parameters: Mapping[str, Any]) -> int | None:
    rows = run(sql, parameters)
    return rows[0][0] if rows else None
