"""Cursors: everything that the next page needs, so nothing is kept for it here.

What a query names stands in them by number, so that they are short whatever was asked for: a
server reads no address of more than 4,094 bytes.
"""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

import orjson

from learning.xapi.presentation import FORMATS

from .asked import MAX_PAGE, Place, Query

LARGEST_NUMBER: Final = 2**63 - 1
EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


class BadCursor(ValueError):
    """Raised for a cursor that was not made here."""


def to_cursor(query: Query, after: Place) -> str:
    """Return an opaque word for the page of ``query`` that begins after ``after``.

    ``query`` is resolved (``learning.lrs.query.resolved``).
    """
    said = {
        "a": query.agent,
        "v": query.verb,
        "o": query.activity,
        "r": query.registration and str(query.registration),
        "x": [query.related_agents, query.related_activities, query.ascending],
        "t": query.attachments or None,
        "s": _microseconds(query.since),
        "u": _microseconds(query.until),
        "l": query.limit,
        "f": query.format,
        "p": [_microseconds(after.stored), after.seq],
    }
    compact = {key: value for key, value in said.items() if value is not None}
    return base64.urlsafe_b64encode(orjson.dumps(compact)).decode().rstrip("=")


def from_cursor(cursor: str) -> Query:
    """Return the query that a cursor stands for; BadCursor where it was not made here."""
    try:
        said = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        related_agents, related_activities, ascending = map(bool, said["x"])
        stored, seq = said["p"]
        return Query(
            agent=_number(said.get("a")),
            verb=_number(said.get("v")),
            activity=_number(said.get("o")),
            registration=UUID(said["r"]) if said.get("r") else None,
            related_agents=related_agents,
            related_activities=related_activities,
            since=_moment(said.get("s")),
            until=_moment(said.get("u")),
            ascending=ascending,
            attachments=bool(said.get("t")),
            limit=min(max(int(said["l"]), 1), MAX_PAGE),
            format=FORMATS[FORMATS.index(said["f"])],
            after=Place(
                EPOCH + timedelta(microseconds=int(stored)),
                max(0, min(int(seq), LARGEST_NUMBER)),
            ),
        )
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError) as error:
        raise BadCursor("This is not an address that was given as 'more'.") from error


def _number(said: object) -> int | None:
    """Return the number of an actor or a term in a cursor; None where there is none."""
    if said is None:
        return None
    if type(said) is not int:
        raise TypeError("not a number")
    return max(0, min(said, LARGEST_NUMBER))


def _microseconds(moment: datetime | None) -> int | None:
    return None if moment is None else (moment - EPOCH) // timedelta(microseconds=1)


def _moment(microseconds: int | None) -> datetime | None:
    return None if microseconds is None else EPOCH + timedelta(microseconds=microseconds)
