"""By what a statement can be found."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Final
from uuid import UUID

from learning.xapi.naming import Identifier, Named

from .models import LinkKind, TermKind
from .terms import Key

# What a statement names, and under whose authority it stands.
Names = tuple[Named, Identifier]
# The number of a LinkKind, and the number of what is linked. Plain numbers, for there are half a
# dozen links to a statement and a member of an enumeration takes three times as long to make one.
Link = tuple[int, int]

_VERB: Final = TermKind.VERB
_ACTIVITY: Final = TermKind.ACTIVITY
_BY_AGENT: Final = LinkKind.AGENT.value
_BY_RELATED_AGENT: Final = LinkKind.RELATED_AGENT.value
_BY_VERB: Final = LinkKind.VERB.value
_BY_ACTIVITY: Final = LinkKind.ACTIVITY.value
_BY_RELATED_ACTIVITY: Final = LinkKind.RELATED_ACTIVITY.value
_BY_REGISTRATION: Final = LinkKind.REGISTRATION.value


def registration_target(registration: UUID) -> int:
    """Return a registration as a link's target: its two halves, one laid over the other.

    Either half alone may be the same for many, such as the time in a UUIDv7.
    """
    number = registration.int
    laid_over = (number >> 64 ^ number) & 0xFFFF_FFFF_FFFF_FFFF
    return laid_over - (laid_over >> 63 << 64)


def keys_of(names: Iterable[Names]) -> tuple[set[Key], set[Identifier]]:
    """Return every term and actor that ``names`` hold, to be interned together."""
    verbs: set[str] = set()
    activities: set[str] = set()
    actors: set[Identifier] = set()
    for named, authority in names:
        verbs.add(named.verb)
        activities |= named.activities
        activities |= named.related_activities
        actors.add(authority)
        actors |= named.agents
        actors |= named.related_agents
    terms = {(_VERB, iri) for iri in verbs}
    terms.update((_ACTIVITY, iri) for iri in activities)
    return terms, actors


def links_of(
    names: Iterable[Names], terms: Mapping[Key, int], actors: Mapping[Identifier, int]
) -> Collection[Link]:
    """Return the links of one statement: by what it names itself and by what it refers to.

    A related link says nothing where the narrow one is there, and queries read both kinds; so
    each thing has one of the two.
    """
    verbs: set[int] = set()
    agents: set[int] = set()
    related_agents: set[int] = set()
    activities: set[int] = set()
    related_activities: set[int] = set()
    registrations: set[int] = set()
    for named, authority in names:
        verbs.add(terms[_VERB, named.verb])
        for identifier in named.agents:
            agents.add(actors[identifier])
        related_agents.add(actors[authority])
        for identifier in named.related_agents:
            related_agents.add(actors[identifier])
        for iri in named.activities:
            activities.add(terms[_ACTIVITY, iri])
        for iri in named.related_activities:
            related_activities.add(terms[_ACTIVITY, iri])
        if named.registration is not None:
            registrations.add(registration_target(named.registration))
    return [
        (kind, target)
        for kind, targets in (
            (_BY_VERB, verbs),
            (_BY_AGENT, agents),
            (_BY_RELATED_AGENT, related_agents - agents),
            (_BY_ACTIVITY, activities),
            (_BY_RELATED_ACTIVITY, related_activities - activities),
            (_BY_REGISTRATION, registrations),
        )
        for target in targets
    ]
