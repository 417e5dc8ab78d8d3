"""Names in a statement: the actors, activities and identifiers that a query may ask for."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any, NamedTuple
from uuid import UUID

from .caches import bounded_cache


class IdentifierKind(IntEnum):
    """The ways in which an actor is identified (xAPI 1.0.3, Data 2.4.2.3)."""

    ACCOUNT = 1
    MBOX = 2
    MBOX_SHA1SUM = 3
    OPENID = 4
    ANONYMOUS_GROUP = 5


class Identifier(NamedTuple):
    """The inverse functional identifier of an agent or group; ``home`` only for an account.

    A tuple, because it is hashed a dozen times for every statement.
    """

    kind: IdentifierKind
    name: str
    home: str = ""

    @property
    def digest(self) -> UUID:
        """A number of fixed length for the identifier, equal only where it is equal."""
        return _digest(self)

    def as_json(self) -> dict[str, Any]:
        """Return the identifying property as an agent holds it."""
        if self.kind is IdentifierKind.ACCOUNT:
            return {"account": {"homePage": self.home, "name": self.name}}
        if self.kind is IdentifierKind.ANONYMOUS_GROUP:
            return {}
        return {self.kind.name.lower(): self.name}


ANONYMOUS = Identifier(IdentifierKind.ANONYMOUS_GROUP, "")


@bounded_cache(entries=4096, longest=256)
def _digest(identifier: Identifier) -> UUID:
    message = json.dumps([identifier.kind, identifier.home, identifier.name]).encode()
    return UUID(bytes=hashlib.sha256(message).digest()[:16])


def iri_digest(iri: str) -> UUID:
    """Return a number of fixed length for an IRI, by which it is found."""
    return _iri_digest(iri)


@bounded_cache(entries=4096, longest=256)
def _iri_digest(iri: str) -> UUID:
    return UUID(bytes=hashlib.sha256(iri.encode()).digest()[:16])


def identifier_of(agent: Mapping[str, Any]) -> Identifier:
    """Return the identifier of a valid agent or group.

    The domain of an email address and the digits of a SHA-1 sum are the same in either case.
    """
    account = agent.get("account")
    if account is not None:
        return Identifier(IdentifierKind.ACCOUNT, account["name"], account["homePage"])
    mbox = agent.get("mbox")
    if mbox is not None:
        local, _at, domain = mbox.rpartition("@")
        return Identifier(IdentifierKind.MBOX, f"{local}@{domain.lower()}")
    sha1 = agent.get("mbox_sha1sum")
    if sha1 is not None:
        return Identifier(IdentifierKind.MBOX_SHA1SUM, sha1.lower())
    openid = agent.get("openid")
    return Identifier(IdentifierKind.OPENID, openid) if openid is not None else ANONYMOUS


@dataclass(slots=True)
class Named:
    """The names in one statement.

    ``agents`` and ``activities`` answer the parameters ``agent`` and ``activity``; the related
    ones answer only with ``related_agents`` and ``related_activities`` (Communication 2.1.3).
    """

    actor: Identifier
    verb: str
    object_type: str
    activity: str | None = None
    refers_to: UUID | None = None
    registration: UUID | None = None
    agents: set[Identifier] = field(default_factory=set)
    related_agents: set[Identifier] = field(default_factory=set)
    activities: set[str] = field(default_factory=set)
    related_activities: set[str] = field(default_factory=set)


def names_in(statement: Mapping[str, Any]) -> Named:
    """Return the names in a valid statement; that of its authority is not among them."""
    verb, thing = statement["verb"], statement["object"]
    object_type = thing.get("objectType", "Activity")
    named = Named(identifier_of(statement["actor"]), verb["id"], object_type)
    _add_agents(named.agents, statement["actor"])
    if object_type == "Activity":
        named.activity = thing["id"]
        named.activities.add(thing["id"])
    elif object_type == "StatementRef":
        named.refers_to = UUID(thing["id"])
    elif object_type == "SubStatement":
        _add_sub_statement(named, thing)
    else:
        _add_agents(named.agents, thing)
    context = statement.get("context")
    if context:
        registration = context.get("registration")
        if registration is not None:
            named.registration = UUID(registration)
        _add_context(named, context)
    named.related_agents -= named.agents
    named.related_activities -= named.activities
    return named


def _add_agents(agents: set[Identifier], agent: Mapping[str, Any]) -> None:
    """Add an agent, or a group and its members: a group with a member matches that agent."""
    identifier = identifier_of(agent)
    if identifier is not ANONYMOUS:
        agents.add(identifier)
    for member in agent.get("member", ()):
        agents.add(identifier_of(member))


def _add_context(named: Named, context: Mapping[str, Any]) -> None:
    for role in ("instructor", "team"):
        if role in context:
            _add_agents(named.related_agents, context[role])
    for role, part in (("contextAgents", "agent"), ("contextGroups", "group")):
        for member in context.get(role, ()):
            _add_agents(named.related_agents, member[part])
    for these in context.get("contextActivities", {}).values():
        for activity in these if isinstance(these, list) else (these,):
            named.related_activities.add(activity["id"])


def _add_sub_statement(named: Named, inner: Mapping[str, Any]) -> None:
    _add_agents(named.related_agents, inner["actor"])
    thing = inner["object"]
    object_type = thing.get("objectType", "Activity")
    if object_type == "Activity":
        named.related_activities.add(thing["id"])
    elif object_type in ("Agent", "Group"):
        _add_agents(named.related_agents, thing)
    _add_context(named, inner.get("context", {}))
