"""Browsing of statements newest first, voided ones too, by somebody who may see some of them.

Who may see what is the caller's: this tells in turn which statements there are and whose, so that
the texts of those that are not to be seen are never read. What it reads is bounded: a page of
places, walked along an index, and it says where it got to.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import orjson

from learning.xapi.naming import Identifier, identifier_of, iri_digest

from .actors import platform_identifier
from .asked import Place
from .links import registration_target
from .models import Credential, LinkKind, TermKind
from .sql import array, run, stream

# Longer than any text can be.
LONGEST: Final = 2**31


@dataclass(frozen=True, slots=True)
class Filters:
    """Filters of statements; ``source`` is an authority, ``people`` are own actors by number.

    ``since`` and ``until`` bound when it was stored: from the one on, and before the other.
    """

    verb: str | None = None
    activity: str | None = None
    registration: UUID | None = None
    since: datetime | None = None
    until: datetime | None = None
    source: Identifier | None = None
    people: Sequence[int] | None = None


@dataclass(frozen=True, slots=True)
class Glimpse:
    """The place of a statement, whose it is (the person's own actor), and its verb."""

    seq: int
    stored: datetime
    actor_id: int
    verb: str


@dataclass(frozen=True, slots=True)
class Glimpses:
    """Statements found in one step, and where the next begins; None where there are no more."""

    found: Sequence[Glimpse]
    next: Place | None


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement as it is stored, and who it is about: ``person`` is that person's pseudonym.

    ``activity`` is the IRI of what it is about, "" where that is no activity. ``raw`` is None where
    the text was not asked for because it is too long.
    """

    seq: int
    id: UUID
    actor_id: int
    verb: str
    activity: str
    vouched: bool
    voided: bool
    stored: datetime
    timestamp: datetime
    authority: Identifier
    person: Identifier
    raw: str | None

    @property
    def data(self) -> dict[str, Any]:
        """The whole statement, parsed; empty where its text was not read."""
        parsed: dict[str, Any] = orjson.loads(self.raw or "{}")
        return parsed


_GLIMPSE = """
SELECT w.seq, w.stored, COALESCE(a.same_as_id, a.id), v.iri, {fits}
  FROM ({walk}) AS w
  JOIN lrs_statement s ON s.seq = w.seq
  JOIN lrs_actor a ON a.id = s.actor_id
  JOIN lrs_term v ON v.id = s.verb_id
 ORDER BY w.stored DESC, w.seq DESC
"""
_ALL = """
SELECT s.seq, s.stored FROM lrs_statement s WHERE {where}
 ORDER BY s.stored DESC, s.seq DESC LIMIT %(at_most)b::bigint
"""
_ALONG = """
SELECT l.statement_id AS seq, l.stored FROM lrs_statementlink l
 WHERE l.kind = {kind} AND l.target = %(target)b::bigint AND {where}
 ORDER BY l.stored DESC, l.statement_id DESC LIMIT %(at_most)b::bigint
"""
# One person's statements are walked along that person's own links. The filters are asked on the
# way, so a page is full though little of what they did fits.
_OF_PEOPLE = """
SELECT f.seq, f.stored
  FROM lrs_actor p
 CROSS JOIN LATERAL (
       SELECT l.statement_id AS seq, l.stored
         FROM lrs_statementlink l JOIN lrs_statement s ON s.seq = l.statement_id
        WHERE l.kind = {kind} AND l.target = p.id AND s.actor_id = p.id AND {where} AND {fits}
        ORDER BY l.stored DESC, l.statement_id DESC LIMIT %(at_most)b::bigint) AS f
 WHERE p.id = ANY(%(people)t::bigint[]) OR p.same_as_id = ANY(%(people)t::bigint[])
 ORDER BY f.stored DESC, f.seq DESC LIMIT %(at_most)b::bigint
"""
_READ = """
SELECT s.seq, s.id, own.id, v.iri, COALESCE(activity.iri, ''), s.vouched, s.voided, s.stored,
       s.timestamp, authority.identifier, own.identifier,
       CASE WHEN octet_length(s.raw) <= %(longest)b::bigint THEN s.raw END
  FROM lrs_statement s
  LEFT JOIN lrs_term activity ON activity.id = s.activity_id
  JOIN lrs_actor a ON a.id = s.actor_id
  JOIN lrs_actor own ON own.id = COALESCE(a.same_as_id, a.id)
  JOIN lrs_term v ON v.id = s.verb_id
  JOIN lrs_actor authority ON authority.id = s.authority_id
"""


def glimpse(filters: Filters, *, after: Place | None, at_most: int) -> Glimpses:
    """Return the next statements that fit, out of ``at_most`` that are walked past.

    Where the filters name no people, what was walked past may fit in part or not at all, and
    ``next`` tells from where to walk on: so a step costs the same wherever it begins.
    """
    numbers = _numbers_of(filters)
    if numbers is None:
        return Glimpses((), None)
    parameters: dict[str, Any] = {"at_most": at_most, **numbers}
    fits = _fits(filters, parameters)
    if filters.people is not None:
        where = _where("l.stored", "l.statement_id", filters, after, parameters)
        parameters["people"] = array(filters.people)
        walk = _OF_PEOPLE.format(kind=LinkKind.AGENT.value, where=where, fits=fits)
    else:
        walk = _walk(filters, after, parameters)
    rows = run(_GLIMPSE.format(fits=fits, walk=walk), parameters)
    found = [Glimpse(*row[:4]) for row in rows if row[4]]
    end = Place(rows[-1][1], rows[-1][0]) if len(rows) == at_most else None
    return Glimpses(found, end)


def _walk(filters: Filters, after: Place | None, parameters: dict[str, Any]) -> str:
    """Return the SQL of a walk along the narrowest index that the filters allow."""
    if filters.registration is not None:
        kind, target = LinkKind.REGISTRATION, registration_target(filters.registration)
    elif filters.activity is not None:
        kind, target = LinkKind.ACTIVITY, parameters["activity"]
    elif filters.verb is not None:
        kind, target = LinkKind.VERB, parameters["verb"]
    else:
        return _ALL.format(where=_where("s.stored", "s.seq", filters, after, parameters))
    parameters["target"] = target
    where = _where("l.stored", "l.statement_id", filters, after, parameters)
    return _ALONG.format(kind=kind.value, where=where)


def _numbers_of(filters: Filters) -> dict[str, int] | None:
    """Return the numbers of what the filters name; None where one was never named here."""
    numbers: dict[str, int] = {}
    for name, kind, iri in (
        ("verb", TermKind.VERB, filters.verb),
        ("activity", TermKind.ACTIVITY, filters.activity),
    ):
        if iri is not None:
            found = run(
                "SELECT id FROM lrs_term"
                " WHERE kind = %(kind)b::smallint AND digest = %(digest)b::uuid",
                {"kind": kind.value, "digest": iri_digest(iri)},
            )
            if not found:
                return None
            numbers[name] = found[0][0]
    if filters.source is not None:
        found = run(
            "SELECT id FROM lrs_actor WHERE digest = %(digest)b::uuid",
            {"digest": filters.source.digest},
        )
        if not found:
            return None
        numbers["source"] = found[0][0]
    return numbers


def _fits(filters: Filters, parameters: dict[str, Any]) -> str:
    """Return the conditions on a statement itself: its links also tell of what it refers to."""
    columns = {"verb": "verb_id", "activity": "activity_id", "source": "authority_id"}
    asked = [
        f"s.{column} = %({name})b::bigint" for name, column in columns.items() if name in parameters
    ]
    if filters.registration is not None:
        asked.append("s.registration = %(registration)b::uuid")
        parameters["registration"] = filters.registration
    # IS TRUE, for a statement about no activity has none to compare with.
    return f"(({' AND '.join(asked)}) IS TRUE)" if asked else "TRUE"


def _where(
    stored: str, seq: str, filters: Filters, after: Place | None, parameters: dict[str, Any]
) -> str:
    where = ["TRUE"]
    for name, sign, moment in (("since", ">=", filters.since), ("until", "<", filters.until)):
        if moment is not None:
            where.append(f"{stored} {sign} %({name})b::timestamptz")
            parameters[name] = moment
    if after is not None:
        where.append(f"({stored}, {seq}) < (%(stored)b::timestamptz, %(seq)b::bigint)")
        parameters |= {"stored": after.stored, "seq": after.seq}
    return " AND ".join(where)


def read(seqs: Iterable[int], *, longest: int | None = None) -> Iterator[Statement]:
    """Return the statements with these numbers, newest first, one text at a time.

    Of those longer than ``longest`` bytes the text is left out. Ask nothing else of the database
    before the last.
    """
    return _read("s.seq = ANY(%(seqs)t::bigint[])", {"seqs": array(seqs)}, longest)


def read_one(id: UUID) -> Statement | None:
    """Return the statement with this id, voided or not; None where there is none."""
    return next(iter(list(_read("s.id = %(id)b::uuid", {"id": id}, None))), None)


def place_of(seq: int) -> Place | None:
    """Return the place of a statement by its number, for a page that begins after it."""
    rows = run("SELECT stored FROM lrs_statement WHERE seq = %(seq)b::bigint", {"seq": seq})
    return Place(rows[0][0], seq) if rows else None


def _read(
    condition: str, parameters: Mapping[str, Any], longest: int | None
) -> Iterator[Statement]:
    query = f"{_READ} WHERE {condition} ORDER BY s.stored DESC, s.seq DESC"
    for row in stream(query, {**parameters, "longest": longest or LONGEST}):
        yield Statement(*_understood(row))


def _understood(row: tuple[Any, ...]) -> tuple[Any, ...]:
    *facts, authority, person, raw = row
    return (*facts, _identifier(authority), _identifier(person), raw)


def _identifier(said: Any) -> Identifier:
    return identifier_of(orjson.loads(said) if isinstance(said, str | bytes) else said)


def sources() -> dict[Identifier, str]:
    """Return those who may have stated something: this service (named "") and each key's system."""
    named = {platform_identifier(): ""}
    for name, identifier in Credential.objects.order_by("name").values_list(
        "name", "authority__identifier"
    ):
        named[identifier_of(identifier)] = name
    return named
