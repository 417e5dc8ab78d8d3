"""A person's own statements, all of them, as they take them along: JSON in the form of xAPI.

Each part is a StatementResult (xAPI 1.0.3, Data 4.3.2): ``statements``, oldest first, and
``more``, the address of the next part, "" at the end.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import orjson
from django.urls import reverse

from learning.lrs.asked import Place
from learning.lrs.browsing import place_of
from learning.lrs.own import BEGINNING, Part, part_of, texts_of
from learning.people.models import User
from learning.people.visibility import Kind, may_see

# So many parts are listed, 500,000 statements; the last of them leads on to the others.
MOST_LISTED = 50


@dataclass(frozen=True)
class Offered:
    """A part that can be downloaded: its address and how many statements it has."""

    address: str
    statements: int


class NoSuchPart(LookupError):
    """Raised for a place from which no part begins."""


def parts_offered(viewer: User) -> list[Offered]:
    """Return the parts of what is stated of ``viewer``; one query for each, mostly one in all."""
    found: list[Offered] = []
    after: Place | None = BEGINNING
    while after is not None and len(found) < MOST_LISTED:
        part = _part(viewer, after)
        if part.seqs:
            found.append(Offered(_address(after), len(part.seqs)))
        after = part.next
    return found


def own_part(viewer: User, *, after: str) -> Part:
    """Return the part that begins after the statement with the number ``after``, "" for the first.

    :raises NoSuchPart: where there is no such statement.
    """
    if not after:
        return _part(viewer, BEGINNING)
    place = (
        place_of(int(after)) if after.isascii() and after.isdigit() and len(after) < 19 else None
    )
    if place is None:
        raise NoSuchPart(after)
    return _part(viewer, place)


def as_statement_result(part: Part) -> Iterator[bytes]:
    """Yield a part as a StatementResult, one statement at a time, each as it is stored."""
    yield b'{"statements":['
    between = b""
    for text in texts_of(part):
        yield between + text.encode()
        between = b","
    more = _address(part.next) if part.next else ""
    yield b'],"more":' + orjson.dumps(more) + b"}"


def _part(viewer: User, after: Place) -> Part:
    if viewer.actor_id is None or not may_see(viewer, viewer, Kind.STATEMENTS):
        return Part(after, [], None)
    return part_of(viewer.actor_id, after=after)


def _address(after: Place) -> str:
    address = reverse("rights:statements")
    return f"{address}?after={after.seq}" if after.seq else address
