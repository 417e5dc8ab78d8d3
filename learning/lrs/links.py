"""Links of statements: the things by which each can be found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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


def how_many(named: Named) -> int:
    """Return how many links a statement has by what it names itself: these and its authority."""
    return (
        1
        + len(named.agents)
        + len(named.related_agents)
        + len(named.activities)
        + len(named.related_activities)
        + (named.registration is not None)
        + 1
    )


def links_of(names: Names, terms: Mapping[Key, int], actors: Mapping[Identifier, int]) -> set[Link]:
    """Return the links of one statement by what it names itself.

    A related link says nothing where the narrow one is there, and queries read both kinds; so
    each thing has one of the two.
    """
    named, authority = names
    agents = {actors[identifier] for identifier in named.agents}
    activities = {terms[_ACTIVITY, iri] for iri in named.activities}
    links = {(_BY_VERB, terms[_VERB, named.verb])}
    links.update((_BY_AGENT, target) for target in agents)
    links.update((_BY_ACTIVITY, target) for target in activities)
    for identifier in (authority, *named.related_agents):
        if (target := actors[identifier]) not in agents:
            links.add((_BY_RELATED_AGENT, target))
    for iri in named.related_activities:
        if (target := terms[_ACTIVITY, iri]) not in activities:
            links.add((_BY_RELATED_ACTIVITY, target))
    if named.registration is not None:
        links.add((_BY_REGISTRATION, registration_target(named.registration)))
    return links


def place_among(link: Link) -> tuple[bool, int, int]:
    """Return the key to sort links by where there is no room for all: the narrow kinds first."""
    kind, target = link
    return kind in NARROW, kind, target


# Which kind says more than a related one.
NARROW: Final = {_BY_RELATED_AGENT: _BY_AGENT, _BY_RELATED_ACTIVITY: _BY_ACTIVITY}


def joined(own: set[Link], taken: Iterable[Link], *, most: int) -> tuple[set[Link], bool]:
    """Return a statement's links with those of the statement that it refers to, and if all fit.

    There may be ``most`` in all; its own are never left out.
    """
    links = own.union(taken)
    links = {(kind, target) for kind, target in links if (NARROW.get(kind), target) not in links}
    if len(links) <= most or len(links) == len(own):
        return links, True
    more = sorted(links - own, key=place_among)
    return own.union(more[: max(0, most - len(own))]), False
