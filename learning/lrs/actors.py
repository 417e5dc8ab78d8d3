"""Agents and groups, interned: our own pseudonyms, partners' names for people, authorities."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction
from psycopg.types.json import Jsonb

from learning.xapi.naming import ANONYMOUS, Identifier, IdentifierKind, identifier_of

from .models import Actor
from .remembered import Remembered
from .sql import array, run

PLATFORM = "platform"

# The number of an identifier never changes; whose alias it is does, and is never remembered.
remembered: Remembered[Identifier] = Remembered()


class NotAnAlias(ValueError):
    """Raised for an actor that cannot be linked to a person: a person's own, or somebody else's."""


@dataclass(frozen=True, slots=True)
class Locked:
    """An actor as a statement names it, and the own row of the person it stands for."""

    id: int
    own_id: int


_FIND = "SELECT digest, id FROM lrs_actor WHERE digest = ANY(%(digests)b::uuid[])"
_ADD = """
INSERT INTO lrs_actor (kind, digest, identifier)
SELECT * FROM unnest(%(kinds)b::smallint[], %(digests)b::uuid[], %(identifiers)b::jsonb[])
ON CONFLICT (digest) DO NOTHING
"""
# LockRows works above the sort, so locks are taken in the order of the own rows. A row that
# changed while we waited is read again: own.same_as_id is then the new value, and tells that the
# row has become an alias meanwhile.
_LOCK = """
SELECT said.digest, said.id, own.id, own.same_as_id
  FROM lrs_actor said JOIN lrs_actor own ON own.id = COALESCE(said.same_as_id, said.id)
 WHERE said.digest = ANY(%(digests)t::uuid[]) OR said.id = ANY(%(ids)t::bigint[])
 ORDER BY own.id
   FOR NO KEY UPDATE OF own
"""


def actor_ids(identifiers: Iterable[Identifier]) -> dict[Identifier, int]:
    """Return the number of each identifier, interning those that are new."""
    wanted = set(identifiers)
    found = remembered.among(wanted)
    missing = wanted - found.keys()
    if missing:
        by_digest = {identifier.digest: identifier for identifier in missing}
        fresh = _find(by_digest)
        unknown = missing - fresh.keys()
        if unknown:
            _add(unknown)
            fresh |= _find({identifier.digest: identifier for identifier in unknown})
        found |= fresh
        transaction.on_commit(lambda: remembered.add(fresh))
    return found


def lock_actors(
    identifiers: Collection[Identifier], ids: Collection[int] = ()
) -> dict[Identifier | int, Locked]:
    """Lock the own rows of the people that these actors stand for, in the order of their ids.

    Actors may be given as they are named or by number. Anonymous groups stand for nobody in
    particular and are not to be locked, or all of them would wait for one another.
    """
    by_digest = {identifier.digest: identifier for identifier in identifiers}
    while True:
        rows = run(_LOCK, {"digests": array(by_digest), "ids": array(ids)})
        if any(became_alias is not None for *_rest, became_alias in rows):
            continue
        known = {row[0] for row in rows}
        unknown = [named for digest, named in by_digest.items() if digest not in known]
        if unknown:
            _add(unknown)
            continue
        locked: dict[Identifier | int, Locked] = {}
        for digest, id, own_id, _alias in rows:
            locked[id] = Locked(id, own_id)
            if digest in by_digest:
                locked[by_digest[digest]] = locked[id]
        return locked


def _find(by_digest: Mapping[uuid.UUID, Identifier]) -> dict[Identifier, int]:
    return {by_digest[digest]: id for digest, id in run(_FIND, {"digests": list(by_digest)})}


def _add(identifiers: Iterable[Identifier]) -> None:
    ordered = sorted(identifiers, key=lambda identifier: identifier.digest)
    run(
        _ADD,
        {
            "kinds": [identifier.kind.value for identifier in ordered],
            "digests": [identifier.digest for identifier in ordered],
            "identifiers": [Jsonb(identifier.as_json()) for identifier in ordered],
        },
    )


def create_own_actor() -> Actor:
    """Create the pseudonym of one person: an account here whose name is used nowhere else."""
    return _create(_pseudonym())


def create_own_actors(count: int) -> list[Actor]:
    """Create ``count`` pseudonyms at once, for an import: a few statements instead of thousands."""
    pseudonyms = [_pseudonym() for _number in range(count)]
    return Actor.objects.bulk_create(
        [
            Actor(kind=one.kind.value, digest=one.digest, identifier=one.as_json())
            for one in pseudonyms
        ],
        batch_size=5000,
    )


def _pseudonym() -> Identifier:
    return Identifier(IdentifierKind.ACCOUNT, str(uuid.uuid4()), settings.XAPI_HOME)


def _create(identifier: Identifier) -> Actor:
    return Actor.objects.create(
        kind=identifier.kind.value, digest=identifier.digest, identifier=identifier.as_json()
    )


def intern_actor(agent: Mapping[str, Any]) -> Actor:
    """Return the actor of a valid agent or identified group, interned if it is new."""
    with transaction.atomic():
        ids = actor_ids([identifier_of(agent)])
    return Actor.objects.get(id__in=ids.values())


def link_alias(*, own: Actor, agent: Mapping[str, Any]) -> Actor:
    """Link a partner's name for a person to that person's own actor, and return the alias.

    Statements stored from now on count for the person; earlier ones after a rebuild of the
    person's records (learning.records.services.rebuild). NotAnAlias where the agent is a pseudonym
    of ours, anonymous, or linked to somebody else.
    """
    identifier = identifier_of(agent)
    if identifier == ANONYMOUS or identifier.home == settings.XAPI_HOME:
        raise NotAnAlias("Only a partner's name for a person can be linked to that person.")
    if own.identifier.get("account", {}).get("homePage") != settings.XAPI_HOME:
        raise NotAnAlias("A name can only be linked to a person's own actor.")
    with transaction.atomic():
        alias_id = actor_ids([identifier])[identifier]
        # Both rows, in order: a statement of either may be on its way in.
        rows = {
            row.id: row
            for row in Actor.objects.select_for_update(no_key=True)
            .filter(id__in=[own.id, alias_id])
            .order_by("id")
        }
        alias = rows[alias_id]
        if alias.same_as_id not in (None, own.id):
            raise NotAnAlias("This name is linked to somebody else.")
        alias.same_as_id = own.id
        alias.save(update_fields=["same_as"])
    return alias


def agent_of(actor: Actor) -> dict[str, Any]:
    """Return ``actor`` as an xAPI agent."""
    return {"objectType": "Agent", **actor.identifier}


def agent_json(identifier: Identifier) -> dict[str, Any]:
    """Return the xAPI agent with this identifier."""
    return {"objectType": "Agent", **identifier.as_json()}


def platform_identifier() -> Identifier:
    """Return the identifier of the platform itself, the authority of its own statements."""
    return Identifier(IdentifierKind.ACCOUNT, PLATFORM, settings.XAPI_HOME)


def platform_authority() -> Actor:
    """Return the actor under whose authority our own statements stand."""
    return intern_actor(platform_identifier().as_json())
