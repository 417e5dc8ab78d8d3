"""A person's own record: what they did, and the statements behind each line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce

from learning.lrs.models import Actor, Statement
from learning.people.models import User
from learning.people.visibility import Kind, may_see
from learning.records.models import Record

STATUSES = ("in-progress", "completed")


class RecordNotFound(LookupError):
    """Raised for a record that does not exist, or that the viewer may not see."""


@dataclass(frozen=True)
class StatementLine:
    """One statement as a person reads it, and as it is stored."""

    id: str
    when: datetime
    verb: str
    verb_name: str
    thing: str
    success: bool | None
    raw: str


def own_records(
    viewer: User, *, status: str = "", topic: str = "", year: str = ""
) -> QuerySet[Record]:
    """Return the viewer's records of things in the catalogue, the latest first.

    ``status`` is one of STATUSES, ``topic`` a slug, ``year`` four digits; what is empty, or says
    nothing, does not narrow.
    """
    records = (
        Record.objects.filter(actor=viewer.actor_id, activity__activity__isnull=False)
        .select_related("activity__activity__topic")
        .annotate(when=Coalesce(F("completed_at"), F("latest_at")))
        .order_by("-when", "-pk")
    )
    if status == "completed":
        records = records.filter(completed_at__isnull=False)
    elif status == "in-progress":
        records = records.filter(completed_at__isnull=True)
    if topic:
        records = records.filter(activity__activity__topic__slug=topic)
    if year.isascii() and year.isdigit() and len(year) == 4 and int(year) > 0:
        records = records.filter(when__year=int(year))
    return records


def years_of(viewer: User) -> list[int]:
    """Return the years in which the viewer did something, the latest first."""
    return [
        moment.year
        for moment in Record.objects.filter(actor=viewer.actor_id, activity__activity__isnull=False)
        .annotate(when=Coalesce(F("completed_at"), F("latest_at")))
        .dates("when", "year", order="DESC")
    ]


def record_with_statements(
    viewer: User, key: int, *, on: date
) -> tuple[Record, QuerySet[Statement]]:
    """Return a record and the statements it follows from, oldest first, for ``statement_lines``.

    There may be thousands of them, so they are not read yet: a page takes its part. Raises
    RecordNotFound where there is none, or where the viewer may not see the statements of the
    person it is about.
    """
    record = (
        Record.objects.filter(pk=key, activity__activity__isnull=False)
        .select_related("activity__activity", "actor__person")
        .first()
    )
    subject = getattr(record.actor, "person", None) if record else None
    if (
        record is None
        or subject is None
        or not may_see(viewer=viewer, subject=subject, kind=Kind.STATEMENTS, on=on)
    ):
        raise RecordNotFound(key)
    about = Q(activity=record.activity_id)
    if record.registration:
        about = Q(registration=record.registration)
    statements = Statement.objects.filter(
        about,
        actor__in=Actor.objects.filter(Q(pk=record.actor_id) | Q(same_as=record.actor_id)),
        voided=False,
    ).order_by("timestamp", "seq")
    return record, statements


def statement_lines(statements: Iterable[Statement]) -> list[StatementLine]:
    """Return statements as a person reads them."""
    return [_line(statement) for statement in statements]


def _line(statement: Statement) -> StatementLine:
    said = json.loads(statement.raw)
    definition = said["object"].get("definition", {})
    return StatementLine(
        id=str(statement.id),
        when=statement.timestamp,
        verb=said["verb"]["id"],
        verb_name=_any_language(said["verb"].get("display", {})) or said["verb"]["id"],
        thing=_any_language(definition.get("name", {})) or said["object"].get("id", ""),
        success=said.get("result", {}).get("success"),
        raw=json.dumps(said, indent=2, ensure_ascii=False),
    )


def _any_language(words: dict[str, Any], wanted: Sequence[str] = ("en", "en-GB", "en-gb")) -> str:
    for language in wanted:
        if language in words:
            return str(words[language])
    return str(next(iter(words.values()), ""))
