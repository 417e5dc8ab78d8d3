"""A person's own record: what they did, and the statements behind each line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import orjson
from django.conf import settings
from django.db.models import Case, Exists, F, Func, IntegerField, OuterRef, Q, QuerySet, When
from django.db.models.functions import Coalesce

from learning.lrs.browsing import sources
from learning.lrs.models import Actor, Statement
from learning.people.models import User
from learning.people.visibility import Kind, may_see
from learning.records.models import Record, Registration
from learning.xapi import parts, verbs
from learning.xapi.naming import Identifier, identifier_of
from learning.xapi.presentation import as_text

STATUSES = ("in-progress", "completed", "removed")
KINDS = {
    verbs.REGISTERED.iri: "registered",
    verbs.UNREGISTERED.iri: "unregistered",
    verbs.INITIALIZED.iri: "initialized",
    verbs.ANSWERED.iri: "answered",
    verbs.COMPLETED.iri: "completed",
    verbs.PASSED.iri: "passed",
    verbs.FAILED.iri: "failed",
}
# Of what others say, so many are shown, the latest.
OTHERS_SHOWN = 20


class RecordNotFound(LookupError):
    """Raised for a record that does not exist, or that the viewer may not see."""


@dataclass(frozen=True)
class StatementLine:
    """One statement as a person reads it, and as it is stored.

    ``source`` is the name of the system that states it, "" for this service. ``raw`` is "" where
    it is too long for a page.
    """

    id: str
    when: datetime
    verb: str
    verb_name: str
    thing: str
    success: bool | None
    raw: str
    source: str

    @property
    def kind(self) -> str:
        """The verb, where it is one that moves a record: its whole IRI tells, not its last word."""
        return KINDS.get(self.verb, "")


@dataclass(frozen=True)
class SaidByOthers:
    """Statements of systems that may not vouch for them: the latest of ``count``."""

    latest: QuerySet[Statement]
    count: int


def own_records(
    viewer: User, *, status: str = "", topic: str = "", year: str = ""
) -> QuerySet[Record]:
    """Return the viewer's records of things in the catalogue, the latest first.

    ``status`` is one of STATUSES, ``topic`` a slug, ``year`` four digits; what is empty, or says
    nothing, does not narrow. What the viewer has removed from their learning is among them only
    where they ask for it.
    """
    records = (
        Record.objects.filter(actor=viewer.actor_id, activity__activity__isnull=False)
        .select_related("activity__activity__topic")
        .annotate(when=Coalesce(F("completed_at"), F("latest_at")), removed=_removed())
        .order_by("-when", "-pk")
        .filter(removed=status == "removed")
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


def _removed() -> Case:
    """Return an expression that is true where the person has left the activity, uncompleted."""
    closed = Registration.objects.filter(pk=OuterRef("registration"), closed_at__isnull=False)
    return Case(When(Q(Exists(closed), completed_at__isnull=True), then=True), default=False)


def has_removed(viewer: User) -> bool:
    """Tell whether the viewer has removed anything from their learning."""
    return own_records(viewer, status="removed").exists()


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

    Only those count whose authority may vouch for them; the others are ``said_by_others``. There
    may be thousands, so they are not read yet: a page takes its part. Raises RecordNotFound where
    there is none, or where the viewer may not see the statements of the person it is about.
    """
    record = (
        Record.objects.filter(pk=key, activity__activity__isnull=False)
        .annotate(removed=_removed())
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
    return record, _about(record).filter(vouched=True).order_by("timestamp", "seq")


def said_by_others(record: Record) -> SaidByOthers:
    """Return the statements about a record that do not move it, for ``statement_lines``."""
    said = _about(record).filter(vouched=False)
    return SaidByOthers(said.order_by("-stored", "-seq")[:OTHERS_SHOWN], said.count())


def _about(record: Record) -> QuerySet[Statement]:
    about = Q(activity=record.activity_id)
    if record.registration:
        about = Q(registration=record.registration)
    return Statement.objects.filter(
        about,
        actor__in=Actor.objects.filter(Q(pk=record.actor_id) | Q(same_as=record.actor_id)),
        voided=False,
    )


def statement_lines(statements: QuerySet[Statement]) -> list[StatementLine]:
    """Return statements as a person reads them; what is too long for a page is not read."""
    most = settings.LRS_MAX_SHOWN_BYTES
    names = sources()
    found = statements.select_related("verb", "activity", "authority").defer("raw")
    short = Case(When(bytes__lte=most, then=F("raw")))
    return [
        _line(statement, said=orjson.loads(statement.text) if statement.text else {}, names=names)
        for statement in found.annotate(bytes=_OctetLength("raw")).annotate(text=short)
    ]


class _OctetLength(Func):
    """The length of a text in bytes, which is known without reading it."""

    function = "octet_length"
    output_field = IntegerField()


def _line(
    statement: Statement, *, said: Mapping[str, Any], names: Mapping[Identifier, str]
) -> StatementLine:
    authority = identifier_of(statement.authority.identifier)
    iri = statement.activity.iri if statement.activity else ""
    return StatementLine(
        id=str(statement.id),
        when=statement.timestamp,
        verb=statement.verb.iri,
        verb_name=_any_language(parts.verb_words(said)) or statement.verb.iri,
        thing=_any_language(parts.object_words(said)) or iri or parts.object_id(said),
        success=parts.success_of(said),
        raw=as_text(said, most=settings.LRS_MAX_SHOWN_BYTES) if said else "",
        source=names.get(authority, authority.name),
    )


def _any_language(
    words: Mapping[str, str], wanted: Sequence[str] = ("en", "en-GB", "en-gb")
) -> str:
    for language in wanted:
        if language in words:
            return words[language]
    return next(iter(words.values()), "")
