"""One round of writing: intern, lock, insert, compare with what is here, void."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from django.conf import settings

from learning.xapi import verbs
from learning.xapi.comparison import same_statement
from learning.xapi.naming import ANONYMOUS, Identifier
from learning.xapi.shapes import Invalid

from . import actors, definitions, terms
from .batches import Batch, StoredStatement
from .definitions import note_definitions
from .insertion import Inserted, Numbers, UnknownNumbers, insert
from .links import how_many, keys_of, links_of
from .models import TermKind
from .preparation import Prepared, assigned_by, prepare
from .references import REFERRERS_IN_A_REQUEST, give_links, links_with_references
from .refusals import (
    Conflict,
    GivenTwice,
    IdIsOurs,
    NamesTooMuch,
    TooManyLinks,
    TooMuchToCompare,
)
from .sources import Source
from .sql import array, run
from .transactions import StaleNames
from .voiding import Target, find_targets, refuse_voiding_of_others, void, voided_by

_VOIDED = (TermKind.VERB, verbs.VOIDED.iri)
_EXISTING = """
SELECT id, authority_id, octet_length(raw) FROM lrs_statement WHERE id = ANY(%(ids)t::uuid[])
"""
_TEXT = "SELECT raw FROM lrs_statement WHERE id = %(id)b::uuid"
# Beside what was sent: what the store adds to each, and words that may differ.
COMPARED_BYTES = 10 * 1024 * 1024


def write(
    statements: Sequence[Mapping[str, Any]], *, source: Source, stored: datetime
) -> tuple[list[UUID], Batch]:
    """Write statements, and return their ids in order and what is new or voided by them.

    Raises Invalid and the refusals (learning.lrs.refusals), each with nothing written.
    """
    rows = _prepare(statements, source=source, stored=stored)
    if not rows:
        return [], Batch(())
    if not source.ours:
        _refuse_too_many_names(rows)
    try:
        batch = _write(rows, source=source, stored=stored)
    except UnknownNumbers as error:
        terms.remembered.forget()
        definitions.remembered.forget()
        actors.remembered.forget()
        raise StaleNames("Remembered terms or actors are not in this database.") from error
    return [row.id for row in rows], batch


def _prepare(
    statements: Sequence[Mapping[str, Any]], *, source: Source, stored: datetime
) -> list[Prepared]:
    rows: list[Prepared] = []
    assigned = assigned_by(source, stored=stored)
    for place, statement in enumerate(statements):
        try:
            rows.append(prepare(statement, source=source, assigned=assigned))
        except Invalid as error:
            if len(statements) > 1:
                error.steps.append(place)
            raise
    if len({row.id for row in rows}) != len(rows):
        raise GivenTwice("Two statements of this request have the same id.")
    return rows


def _refuse_too_many_names(rows: Sequence[Prepared]) -> None:
    """Raise NamesTooMuch for one statement, TooManyLinks for all; before anything is looked up."""
    most, in_all = settings.LRS_MAX_NAMES, settings.LRS_MAX_LINKS_PER_REQUEST
    total = 0
    for row in rows:
        names = how_many(row.named)
        if names > most:
            raise NamesTooMuch(row.id, most)
        total += names
    if total > in_all:
        raise TooManyLinks(in_all)


def _write(rows: Sequence[Prepared], *, source: Source, stored: datetime) -> Batch:
    people = {row.named.actor for row in rows} - {ANONYMOUS}
    to_void = voided_by(rows)
    numbers = _intern(rows, source=source)
    targets = find_targets(to_void)
    refuse_voiding_of_others(targets, source=source, authority_id=numbers.authority)
    locked = _lock(people, targets)
    numbers.actors.update((person, locked[person].id) for person in people)
    authority = source.authority
    own = [links_of((row.named, authority), numbers.terms, numbers.actors) for row in rows]
    links = links_with_references(rows, own, bounded=not source.ours)
    written = insert(rows, numbers=numbers, links=links, stored=stored)
    if len(written) < len(rows):
        _compare([row for row in rows if row.id not in written], source=source, numbers=numbers)
    late = sorted(new.seq for new in written.values() if new.referred)
    if late:
        give_links([(seq, 0) for seq in late], at_most=REFERRERS_IN_A_REQUEST, now=stored)
    # What another session has stored since it was looked for is left to the sweep (latecomers):
    # nobody has asked yet whether it may be voided, nor locked whom it is about.
    retracted = void(to_void & (targets.keys() | written.keys()), voided_verb=numbers.voided)
    taken_back = {statement.id for statement in retracted}
    return Batch(
        stored=[
            _as_stored(row, new, locked=locked, numbers=numbers, stored=stored)
            for row in rows
            if (new := written.get(row.id)) and not new.voided and row.id not in taken_back
        ],
        retracted=[statement for statement in retracted if statement.id not in written],
    )


def _intern(rows: Sequence[Prepared], *, source: Source) -> Numbers:
    authority = source.authority
    wanted_terms, wanted_actors = keys_of((row.named, authority) for row in rows)
    platform = actors.platform_identifier()
    term_ids = terms.term_ids(wanted_terms | {_VOIDED})
    note_definitions(rows, source=source, terms=term_ids)
    # People too, though they are found again when they are locked: who has locked one must not
    # come to wait for a name that another session is adding.
    actor_ids = actors.actor_ids(wanted_actors | {platform, source.authority, ANONYMOUS})
    return Numbers(
        terms=term_ids,
        actors=actor_ids,
        voided=term_ids[_VOIDED],
        platform=actor_ids[platform],
        authority=actor_ids[source.authority],
    )


def _lock(
    people: set[Identifier], targets: Mapping[UUID, Target]
) -> dict[Identifier | int, actors.Locked]:
    ids = {target.actor_id for target in targets.values()}
    return actors.lock_actors(people, ids) if people or ids else {}


def _compare(rows: Sequence[Prepared], *, source: Source, numbers: Numbers) -> None:
    """Refuse statements whose id another has; the same statement again is no fault."""
    here = {
        id: (authority_id, length)
        for id, authority_id, length in run(_EXISTING, {"ids": array(row.id for row in rows)})
    }
    # The same statements again are about as long as they were; the texts are read one by one.
    longest = COMPARED_BYTES + 2 * sum(len(row.raw) for row in rows)
    if not source.ours and sum(length for _authority, length in here.values()) > longest:
        raise TooMuchToCompare
    for row in rows:
        authority_id, _length = here[row.id]
        is_ours = authority_id == numbers.platform
        if source.ours:
            # The id of a fact of ours follows from the fact, so this is that fact.
            if not is_ours:
                raise Conflict(row.id)
        elif is_ours:
            raise IdIsOurs(row.id)
        elif not same_statement(orjson.loads(run(_TEXT, {"id": row.id})[0][0]), row.sent):
            raise Conflict(row.id)


def _as_stored(
    row: Prepared,
    written: Inserted,
    *,
    locked: Mapping[Identifier | int, actors.Locked],
    numbers: Numbers,
    stored: datetime,
) -> StoredStatement:
    named = row.named
    person = locked.get(named.actor)
    return StoredStatement(
        seq=written.seq,
        id=row.id,
        actor_id=person.own_id if person else numbers.actors[ANONYMOUS],
        verb=named.verb,
        activity_id=(
            None if named.activity is None else numbers.terms[TermKind.ACTIVITY, named.activity]
        ),
        activity=named.activity,
        registration=named.registration,
        vouched=row.vouched,
        timestamp=row.timestamp,
        stored=stored,
        raw=row.raw,
        parsed=row.data,
    )
