"""One round of writing: intern, lock, insert, compare with what is here, void."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson

from learning.xapi import verbs
from learning.xapi.comparison import same_statement
from learning.xapi.naming import ANONYMOUS, Identifier
from learning.xapi.shapes import Invalid

from . import actors, definitions, terms
from .batches import Batch, StoredStatement
from .definitions import note_definitions
from .insertion import Inserted, Numbers, UnknownNumbers, insert
from .links import Names, keys_of, links_of
from .models import TermKind
from .preparation import Prepared, assigned_by, prepare
from .references import link_referrers, targets_of
from .refusals import Conflict, GivenTwice, IdIsOurs
from .sources import Source
from .sql import run
from .transactions import StaleNames
from .voiding import Target, find_targets, refuse_voiding_of_others, void, voided_by

_VOIDED = (TermKind.VERB, verbs.VOIDED.iri)
_EXISTING = "SELECT id, authority_id, raw FROM lrs_statement WHERE id = ANY(%(ids)b::uuid[])"


def write(
    statements: Sequence[Mapping[str, Any]], *, source: Source, stored: datetime
) -> tuple[list[UUID], Batch]:
    """Write statements, and return their ids in order and what is new or voided by them.

    Raises Invalid, GivenTwice, Conflict, IdIsOurs and MayNotVoid, each with nothing written.
    """
    rows = _prepare(statements, source=source, stored=stored)
    if not rows:
        return [], Batch(())
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


def _write(rows: Sequence[Prepared], *, source: Source, stored: datetime) -> Batch:
    referred = targets_of(rows)
    authority = source.authority
    names: list[list[Names]] = [[(row.named, authority), *referred.get(row.id, ())] for row in rows]
    people = {row.named.actor for row in rows} - {ANONYMOUS}
    to_void = voided_by(rows)
    numbers = _intern(rows, names, source=source)
    targets = find_targets(to_void)
    refuse_voiding_of_others(targets, source=source, authority_id=numbers.authority)
    locked = _lock(people, targets)
    numbers.actors.update((person, locked[person].id) for person in people)
    links = [links_of(these, numbers.terms, numbers.actors) for these in names]
    written = insert(rows, numbers=numbers, links=links, stored=stored)
    if len(written) < len(rows):
        _compare([row for row in rows if row.id not in written], source=source, numbers=numbers)
    late = {
        row.id: these
        for row, these in zip(rows, links, strict=True)
        if row.id in written and written[row.id].referred
    }
    if late:
        link_referrers(late)
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


def _intern(
    rows: Sequence[Prepared], names: Iterable[Sequence[Names]], *, source: Source
) -> Numbers:
    wanted_terms, wanted_actors = keys_of(each for these in names for each in these)
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
        id: (authority_id, raw)
        for id, authority_id, raw in run(_EXISTING, {"ids": [row.id for row in rows]})
    }
    for row in rows:
        authority_id, raw = here[row.id]
        is_ours = authority_id == numbers.platform
        if source.ours:
            # The id of a fact of ours follows from the fact, so this is that fact.
            if not is_ours:
                raise Conflict(row.id)
        elif is_ours:
            raise IdIsOurs(row.id)
        elif not same_statement(orjson.loads(raw), row.sent):
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
