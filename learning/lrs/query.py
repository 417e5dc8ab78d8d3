"""Finding statements: the parameters of the statements resource as one query over the links.

Source: xAPI 1.0.3, Communication 2.1.3. Pages follow (stored, seq), so a later page costs no more
than the first and nothing is told twice or left out while others write.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import product
from typing import Any, Final
from uuid import UUID

from django.conf import settings

from .asked import Place, Query, resolved
from .links import registration_target
from .models import LinkKind
from .sql import run


@dataclass(frozen=True, slots=True)
class Page:
    """The exact texts of the statements found, and where the next page begins, if there is one.

    ``newest`` is when the last stored of them was stored. There are no more of them than
    ``LRS_MAX_PAGE_BYTES`` hold, unless the first is longer.
    """

    raws: list[str] = field(default_factory=list)
    next: Place | None = None
    newest: datetime | None = None


def find(query: Query) -> Page:
    """Return one page of the statements that ``query`` asks for; voided ones are left out."""
    select = selection(query)
    if select is None:
        return Page()
    rows = run(*select)
    # What does not fit onto the page comes without its text.
    here = [row for row in rows[: query.limit] if row[2] is not None]
    more = len(rows) > len(here)
    rows = here
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


Condition = tuple[tuple[LinkKind, ...], int]


def _conditions(asked: Query) -> list[Condition] | None:
    """Return the links that are asked for; None where something was never named here."""
    query = resolved(asked)
    if query is None:
        return None
    found: list[Condition] = []
    agents = (LinkKind.AGENT, LinkKind.RELATED_AGENT)
    activities = (LinkKind.ACTIVITY, LinkKind.RELATED_ACTIVITY)
    if query.registration is not None:
        found.append(((LinkKind.REGISTRATION,), registration_target(query.registration)))
    for kinds, target in (
        (agents if query.related_agents else agents[:1], query.agent),
        (activities if query.related_activities else activities[:1], query.activity),
        ((LinkKind.VERB,), query.verb),
    ):
        if isinstance(target, int):
            found.append((kinds, target))
    if query.mine is not None:
        found.append((agents, query.mine))
    return found


Sql = tuple[str, dict[str, Any]]


def selection(query: Query) -> Sql | None:
    """Return the SQL of a query with its parameters; None where it can find nothing.

    It has one branch for each choice of kinds, each read in the common order. A branch walks one
    range of the links' primary key, and only as far as the page needs; for each link it looks
    whether the statement is in the other ranges too. PostgreSQL does not know how long a range
    is, for that depends on kind and target together, and where it walked the longer one, or one
    beside an empty one, it took seconds at a million statements. So ranges that must be joined
    are measured first, a little way: the shortest is walked, of long ones the one that is thinnest
    where the page begins, and branches with an empty one are left out. OFFSET 0 keeps PostgreSQL
    from joining them otherwise.
    """
    conditions = _conditions(query)
    if conditions is None:
        return None
    order = "ASC" if query.ascending else "DESC"
    # Part of the text, because a plan for any limit expects a long one.
    end = f"LIMIT {int(query.limit) + 1}"
    parameters = _parameters(query, conditions)
    if not conditions:
        where = " AND ".join([*_of_statement(query), *_of_place(query, "stored", "seq")])
        plain = f"SELECT seq, stored, raw FROM lrs_statement WHERE {where}"
        return _within_bytes(
            f"{plain} ORDER BY stored {order}, seq {order} {end}", order
        ), parameters
    sizes = run(*measuring(query, conditions)) if len(conditions) > 1 else []
    length = {(number, kind): (size, reach or 0.0) for number, kind, size, reach in sizes}
    branches = []
    for kinds in product(*[kinds for kinds, _target in conditions]):
        ranges = sorted(
            enumerate(kinds),
            key=lambda at: (length.get((at[0], at[1].value), _ALONE), _RANK[at[1]]),
        )
        if length.get((ranges[0][0], ranges[0][1].value), _ALONE)[0]:
            branches.append(f"{_branch(query, ranges)} {_ORDER.format(order=order)} {end}")
    if not branches:
        return None
    if len(branches) == 1:
        return _within_bytes(branches[0], order), parameters
    together = " UNION ALL ".join(f"({branch})" for branch in branches)
    return (
        _within_bytes(
            f"SELECT * FROM ({together}) AS found ORDER BY stored {order}, seq {order} {end}", order
        ),
        parameters,
    )


def _within_bytes(select: str, order: str) -> str:
    """Return ``select`` with the texts of as many rows as one page holds, of the others without.

    How long a text is, is known without reading it. The first is there however long it is: what is
    so far is then that alone.
    """
    return (
        "SELECT seq, stored, CASE WHEN so_far <= %(bytes)b::bigint OR so_far = octet_length(raw)"
        " THEN raw END FROM (SELECT seq, stored, raw, sum(octet_length(raw)) OVER"
        f" (ORDER BY stored {order}, seq {order} ROWS UNBOUNDED PRECEDING) AS so_far"
        f" FROM ({select}) AS asked) AS counted ORDER BY stored {order}, seq {order}"
    )


MEASURED: Final = 250  # a little more than the longest page
_ALONE: Final = (1, 0.0)  # what one range is taken for, which is not measured
_ORDER: Final = "ORDER BY l0.stored {order}, l0.statement_id {order}"
# Which of two ranges that are both long is the shorter one, as a rule.
_RANK: Final = {
    kind: place
    for place, kind in enumerate(
        (
            LinkKind.REGISTRATION,
            LinkKind.AGENT,
            LinkKind.ACTIVITY,
            LinkKind.RELATED_ACTIVITY,
            LinkKind.VERB,
            LinkKind.RELATED_AGENT,
        )
    )
}


def measuring(query: Query, conditions: Sequence[Condition]) -> Sql:
    """Return the SQL that counts the links of each range, up to ``MEASURED``.

    And how far these reach, in seconds that are the smaller the further it is: the other range of
    a page has more in the same time, and would be walked for longer before both are met.
    """
    if query.ascending:
        reach, order = "-extract(epoch FROM max(stored))", "ASC"
    else:
        reach, order = "extract(epoch FROM min(stored))", "DESC"
    counts = [
        f"SELECT {number}, {kind.value}, count(*), ({reach})::float8"
        f" FROM (SELECT stored FROM lrs_statementlink"
        f" WHERE {' AND '.join(_of_range(query, number, kind))}"
        f" ORDER BY stored {order}, statement_id {order} LIMIT {MEASURED}) AS begun"
        for number, (kinds, _target) in enumerate(conditions)
        for kind in kinds
    ]
    return " UNION ALL ".join(counts), _parameters(query, conditions)


def _branch(query: Query, ranges: Sequence[tuple[int, LinkKind]]) -> str:
    """Return the join of ranges, the first walked and the others looked into."""
    (number, kind), *others = ranges
    walked = " AND ".join(_of_range(query, number, kind))
    looked_into = "".join(
        f" CROSS JOIN LATERAL (SELECT statement_id FROM lrs_statementlink"
        f" WHERE kind = {kind.value} AND target = %(target{number})b::bigint"
        f" AND stored = l0.stored AND statement_id = l{place}.statement_id OFFSET 0)"
        f" AS l{place + 1}"
        for place, (number, kind) in enumerate(others)
    )
    found = " AND ".join([f"seq = l{len(others)}.statement_id", *_of_statement(query)])
    return (
        f"SELECT s.seq, l0.stored, s.raw"
        f" FROM (SELECT stored, statement_id FROM lrs_statementlink WHERE {walked}) AS l0"
        f"{looked_into}"
        f" CROSS JOIN LATERAL (SELECT seq, raw FROM lrs_statement WHERE {found} OFFSET 0) AS s"
    )


def _of_range(query: Query, number: int, kind: LinkKind) -> list[str]:
    return [
        f"kind = {kind.value}",
        f"target = %(target{number})b::bigint",
        *_of_place(query, "stored", "statement_id"),
    ]


def _of_place(query: Query, stored: str, seq: str) -> list[str]:
    """Return the conditions on when a statement was stored."""
    where = []
    if query.since is not None:
        where.append(f"{stored} > %(since)b::timestamptz")
    if query.until is not None:
        where.append(f"{stored} <= %(until)b::timestamptz")
    if query.after is not None:
        sign = ">" if query.ascending else "<"
        where.append(f"({stored}, {seq}) {sign} (%(stored)b::timestamptz, %(seq)b::bigint)")
    return where


def _of_statement(query: Query) -> list[str]:
    """Return the conditions that only the statement itself can answer."""
    where = ["NOT voided"]
    if query.registration is not None:
        # The link holds only half of it; a statement about another has that one's registration.
        where.append("(registration = %(registration)b::uuid OR refers_to IS NOT NULL)")
    if query.mine is not None:
        where.append("authority_id = %(mine)b::bigint")
    return where


def _parameters(query: Query, conditions: Sequence[Condition]) -> dict[str, Any]:
    parameters: dict[str, Any] = {
        f"target{number}": target for number, (_kinds, target) in enumerate(conditions)
    }
    parameters["bytes"] = settings.LRS_MAX_PAGE_BYTES
    for name in ("registration", "mine", "since", "until"):
        if getattr(query, name) is not None:
            parameters[name] = getattr(query, name)
    if query.after is not None:
        parameters |= {"stored": query.after.stored, "seq": query.after.seq}
    return parameters
