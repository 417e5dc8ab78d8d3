"""Find statements: the parameters of the statements resource as one query over the links.

Source: xAPI 1.0.3, Communication 2.1.3. Pages follow (stored, seq), so a later page costs no more
than the first and nothing is told twice or left out while others write.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import product
from typing import Any, Final
from uuid import UUID

from learning.xapi.naming import Identifier, iri_digest

from .links import registration_target
from .models import LinkKind, TermKind
from .sql import run

MAX_PAGE: Final = 200


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page ends: the next begins after it."""

    stored: datetime
    seq: int


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked for; ``mine`` keeps only statements under this authority."""

    agent: Identifier | None = None
    verb: str | None = None
    activity: str | None = None
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


@dataclass(frozen=True, slots=True)
class Page:
    """The exact texts of the statements found, and where the next page begins, if there is one.

    ``newest`` is when the last stored of them was stored.
    """

    raws: list[str] = field(default_factory=list)
    next: Place | None = None
    newest: datetime | None = None


def find(query: Query) -> Page:
    """Return one page of the statements that ``query`` asks for; voided ones are left out."""
    conditions = _conditions(query)
    if conditions is None:
        return Page()
    sql, parameters = _select(query, conditions)
    rows = run(sql, parameters)
    more = len(rows) > query.limit
    rows = rows[: query.limit]
    raws = [raw for place, (seq, _stored, raw) in enumerate(rows) if seq != _seq(rows, place - 1)]
    return Page(
        raws,
        next=Place(rows[-1][1], rows[-1][0]) if more else None,
        newest=max((stored for _seq, stored, _raw in rows), default=None),
    )


def _seq(rows: list[tuple[Any, ...]], place: int) -> int | None:
    # A statement can have both a narrow and a related link to one target if the one it refers to
    # came later; its two rows are neighbours then.
    return rows[place][0] if place >= 0 else None


def find_one(id: UUID, *, voided: bool, mine: int | None = None) -> tuple[str, datetime] | None:
    """Return the text of a statement and when it was stored; None where there is none such."""
    rows = run(
        """
        SELECT raw, stored FROM lrs_statement
         WHERE id = %(id)b::uuid AND voided = %(voided)b::boolean
           AND authority_id = COALESCE(%(mine)b::bigint, authority_id)
        """,
        {"id": id, "voided": voided, "mine": mine},
    )
    return rows[0] if rows else None


def consistent_through() -> datetime:
    """Return the time up to which everything stored can be read already (Communication 2.1.3).

    A statement's time is read within its transaction, so what is still to be committed was
    begun after this. Read it before the query that it is to speak of.
    """
    [(moment,)] = run(
        """
        SELECT COALESCE(min(xact_start), clock_timestamp()) FROM pg_stat_activity
         WHERE datname = current_database() AND pid <> pg_backend_pid()
           AND backend_type = 'client backend'
        """,
        {},
    )
    return moment


Condition = tuple[tuple[LinkKind, ...], int]


def _conditions(query: Query) -> list[Condition] | None:
    """Return what must be linked; None where something asked for was never named here."""
    found: list[Condition] = []
    agents = (LinkKind.AGENT, LinkKind.RELATED_AGENT)
    activities = (LinkKind.ACTIVITY, LinkKind.RELATED_ACTIVITY)
    if query.registration is not None:
        found.append(((LinkKind.REGISTRATION,), registration_target(query.registration)))
    if query.agent is not None:
        target = _one(
            "SELECT id FROM lrs_actor WHERE digest = %(digest)b::uuid",
            {"digest": query.agent.digest},
        )
        if target is None:
            return None
        found.append((agents if query.related_agents else agents[:1], target))
    for iri, kind, links in (
        (query.activity, TermKind.ACTIVITY, activities[: 2 if query.related_activities else 1]),
        (query.verb, TermKind.VERB, (LinkKind.VERB,)),
    ):
        if iri is None:
            continue
        target = _one(
            "SELECT id FROM lrs_term WHERE kind = %(kind)b::smallint AND digest = %(digest)b::uuid",
            {"kind": kind.value, "digest": iri_digest(iri)},
        )
        if target is None:
            return None
        found.append((links, target))
    if query.mine is not None:
        found.append((agents, query.mine))
    return found


def _one(sql: str, parameters: Mapping[str, Any]) -> int | None:
    rows = run(sql, parameters)
    return rows[0][0] if rows else None


def _select(query: Query, conditions: list[Condition]) -> tuple[str, dict[str, Any]]:
    """Return the query: one branch for each choice of kinds, each read in the common order.

    A branch joins ranges of the links' primary key, which PostgreSQL walks only as far as the
    page needs. Ranges of two kinds within a branch it would gather whole and sort first, 50 times
    slower at 100,000 statements. The limit is part of the text, because a plan for any limit
    expects a long one.
    """
    order = "ASC" if query.ascending else "DESC"
    end = f"LIMIT {int(query.limit) + 1}"
    where, parameters = _filters(query, linked=bool(conditions))
    for number, (_kinds, target) in enumerate(conditions):
        parameters[f"target{number}"] = target
    branches = [
        f"{_branch(kinds)} WHERE {' AND '.join([*_ranges(kinds), *where])}"
        f" ORDER BY {_FIRST[bool(kinds)].format(order=order)} {end}"
        for kinds in product(*[kinds for kinds, _target in conditions])
    ]
    if len(branches) == 1:
        return branches[0], parameters
    together = " UNION ALL ".join(f"({branch})" for branch in branches)
    return (
        f"SELECT * FROM ({together}) AS found ORDER BY stored {order}, seq {order} {end}",
        parameters,
    )


# What orders the rows, with links and without.
_FIRST: Final = {
    True: "l0.stored {order}, l0.statement_id {order}",
    False: "s.stored {order}, s.seq {order}",
}


def _branch(kinds: Sequence[LinkKind]) -> str:
    """Return the tables of a branch, joined: a link for each kind, and the statement."""
    if not kinds:
        return "SELECT s.seq, s.stored, s.raw FROM lrs_statement s"
    others = "".join(
        f" JOIN lrs_statementlink l{number}"
        f" ON l{number}.stored = l0.stored AND l{number}.statement_id = l0.statement_id"
        for number in range(1, len(kinds))
    )
    return (
        f"SELECT s.seq, s.stored, s.raw FROM lrs_statementlink l0{others}"
        " JOIN lrs_statement s ON s.seq = l0.statement_id"
    )


def _ranges(kinds: Sequence[LinkKind]) -> list[str]:
    return [
        f"l{number}.kind = {kind.value} AND l{number}.target = %(target{number})b::bigint"
        for number, kind in enumerate(kinds)
    ]


def _filters(query: Query, *, linked: bool) -> tuple[list[str], dict[str, Any]]:
    """Return what every branch asks besides its links, and the values of that."""
    stored, seq = ("l0.stored", "l0.statement_id") if linked else ("s.stored", "s.seq")
    parameters: dict[str, Any] = {}
    where = ["NOT s.voided"]
    if query.registration is not None:
        # The link holds only half of it; a statement about another has that one's registration.
        where.append("(s.registration = %(registration)b::uuid OR s.refers_to IS NOT NULL)")
        parameters["registration"] = query.registration
    if query.mine is not None:
        where.append("s.authority_id = %(mine)b::bigint")
        parameters["mine"] = query.mine
    for name, sign, moment in (("since", ">", query.since), ("until", "<=", query.until)):
        if moment is not None:
            where.append(f"{stored} {sign} %({name})b::timestamptz")
            parameters[name] = moment
    if query.after is not None:
        sign = ">" if query.ascending else "<"
        where.append(f"({stored}, {seq}) {sign} (%(stored)b::timestamptz, %(seq)b::bigint)")
        parameters |= {"stored": query.after.stored, "seq": query.after.seq}
    return where, parameters
