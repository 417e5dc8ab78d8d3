"""Taking in a file of exported statements: as they were, and each once.

No consumer is asked: what the statements led to is in the file too, and records are rebuilt from
the store afterwards (rebuild_records). What is here already is passed over by its id, without
being understood, so an interrupted import is simply run again.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, BinaryIO, Final
from uuid import UUID

from django.utils import timezone

from learning.xapi import json_text, verbs
from learning.xapi.naming import ANONYMOUS, Identifier, identifier_of, names_in
from learning.xapi.times import parse_timestamp

from . import actors, terms
from .links import Link, keys_of, links_of
from .models import TermKind
from .preparation import OBJECT_KINDS, Prepared
from .references import REFERRERS_AT_ONCE, give_links, links_with_references
from .sql import array, moments, run
from .transactions import one_transaction
from .transfer_beside import take_one_by_one, take_together
from .transfer_format import LONGEST_LINE, BrokenLine, Line, read_header, read_line

LINES_AT_ONCE: Final = 500
BYTES_AT_ONCE: Final = 8 * 1024 * 1024
# So far the clock of the installation that exported may stand ahead of ours.
AHEAD: Final = timedelta(hours=1)

_HERE = "SELECT id, md5(raw) FROM lrs_statement WHERE id = ANY(%(ids)t::uuid[])"
# As learning.lrs.insertion, but each statement has its own authority and time. Whether another
# that is here already voids it, or points at it, is asked of the same snapshot.
_INSERT = """
WITH pointing AS MATERIALIZED (
    SELECT refers_to, verb_id, authority_id FROM lrs_statement
     WHERE refers_to = ANY(%(ids)t::uuid[])
), inserted AS (
    INSERT INTO lrs_statement (id, actor_id, verb_id, object_kind, activity_id, refers_to,
                               registration, authority_id, vouched, voided, stored, timestamp, raw)
    SELECT s.id, s.actor, s.verb, s.kind, s.activity, s.refers_to, s.registration, s.authority,
           s.vouched,
           s.voided OR (s.verb <> %(voided)b::bigint AND EXISTS (
               SELECT 1 FROM pointing p
                WHERE p.refers_to = s.id AND p.verb_id = %(voided)b::bigint
                  AND p.authority_id IN (s.authority, %(platform)b::bigint))),
           s.stored, s.timestamp, s.raw
      FROM unnest(%(ids)t::uuid[], %(actors)t::bigint[], %(verbs)t::bigint[],
                  %(kinds)t::smallint[], %(activities)t::bigint[], %(references)t::uuid[],
                  %(registrations)t::uuid[], %(authorities)t::bigint[], %(vouched)t::boolean[],
                  %(are_voided)t::boolean[], %(stored)t::timestamptz[],
                  %(timestamps)t::timestamptz[], %(raws)b::text[])
           WITH ORDINALITY AS s(id, actor, verb, kind, activity, refers_to, registration,
                                authority, vouched, voided, stored, timestamp, raw, place)
     ORDER BY s.place
    ON CONFLICT (id) DO NOTHING
    RETURNING seq, id, stored
), linked AS (
    INSERT INTO lrs_statementlink (kind, target, stored, statement_id)
    SELECT l.kind, l.target, inserted.stored, inserted.seq
      FROM unnest(%(link_places)t::integer[], %(link_kinds)t::smallint[],
                  %(link_targets)t::bigint[]) AS l(place, kind, target)
      JOIN inserted ON inserted.id = (%(ids)t::uuid[])[l.place]
), arrived AS (
    INSERT INTO lrs_arrival (seqs)
    SELECT array_agg(seq ORDER BY seq) FROM inserted HAVING count(*) > 0
)
SELECT id, seq, id IN (SELECT refers_to FROM pointing) FROM inserted
"""
# What a voiding statement of this batch takes back, wherever the other one is.
_VOID = """
UPDATE lrs_statement t SET voided = true
  FROM lrs_statement v
 WHERE v.id = ANY(%(ids)t::uuid[]) AND v.verb_id = %(voided)b::bigint AND t.id = v.refers_to
   AND t.verb_id <> %(voided)b::bigint AND NOT t.voided
   AND v.authority_id IN (t.authority_id, %(platform)b::bigint)
"""

Told = Callable[[int], None]


@dataclass(slots=True)
class Imported:
    """The result of an import. ``whole`` tells that the file ends as a finished export does."""

    statements: int = 0
    here_already: int = 0
    beside: Counter[str] = field(default_factory=Counter)
    whole: bool = False


@dataclass(slots=True)
class _Row:
    prepared: Prepared
    authority: Identifier
    stored: datetime
    voided: bool


def read_file(file: BinaryIO) -> Mapping[str, Any]:
    """Return what the first line says; NotAnExport where this version cannot read the file."""
    return read_header(file.readline(LONGEST_LINE))


def import_lines(file: BinaryIO, *, told: Told) -> Imported:
    """Store what the lines after the first say, in batches of which each is stored whole or not.

    ``told`` is called with the place in the file. BrokenLine for a line that cannot be read, and
    then nothing of its batch is stored and everything before is. Memory does not grow with the
    file.
    """
    # Another database may have been here before.
    terms.remembered.forget()
    actors.remembered.forget()
    done = Imported()
    for kind, lines, place in _batches(file):
        try:
            take = KINDS[kind]
        except KeyError:
            raise BrokenLine(lines[0].number, f"{kind!r} is no kind this service knows") from None
        take(lines, done)
        told(place)
    return done


def _batches(file: BinaryIO) -> Iterator[tuple[str, list[Line], int]]:
    """Yield neighbouring lines of one kind, and the place in the file after them."""
    batch: list[Line] = []
    size = place = 0
    number = 1
    while line := file.readline(LONGEST_LINE):
        number += 1
        read = read_line(number, line)
        full = len(batch) >= LINES_AT_ONCE or size >= BYTES_AT_ONCE
        if batch and (full or read.kind != batch[0].kind):
            yield batch[0].kind, batch, place
            batch, size = [], 0
        batch.append(read)
        size += len(line)
        place += len(line)
    if batch:
        yield batch[0].kind, batch, place


def take_statements(lines: Sequence[Line], done: Imported) -> None:
    """Store the statements among these lines that are not here yet."""
    given: dict[UUID, Line] = {}
    for line in lines:
        id = _id_of(line)
        before = given.setdefault(id, line)
        if before.raw != line.raw:
            raise BrokenLine(line.number, f"another statement above has the id {id}")
    here = dict(run(_HERE, {"ids": array(given)}))
    for id, digest in here.items():
        if hashlib.md5(given[id].raw, usedforsecurity=False).hexdigest() != digest:
            raise BrokenLine(given[id].number, f"another statement here has the id {id}")
    rows = [_row(id, line) for id, line in given.items() if id not in here]
    if rows:
        _store(rows)
    done.statements += len(rows)
    done.here_already += len(lines) - len(rows)
    done.whole = False


def _id_of(line: Line) -> UUID:
    try:
        return UUID(line.said["id"])
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BrokenLine(line.number, "it has no id") from error


def _row(id: UUID, line: Line) -> _Row:
    """Return a statement ready to be stored; BrokenLine where it is none."""
    try:
        data = json_text.parse(line.raw)
        if UUID(data["id"]) != id:
            raise ValueError("its statement has another id")
        vouched, voided = line.said["vouched"], line.said["voided"]
        if not isinstance(vouched, bool) or not isinstance(voided, bool):
            raise TypeError("'vouched' and 'voided' are true or false")
        named = names_in(data)
        OBJECT_KINDS[named.object_type]
        if not isinstance(data["version"], str):
            raise TypeError("'version' is a text")
        prepared = Prepared(
            id=id,
            sent=data,
            data=data,
            named=named,
            timestamp=parse_timestamp(data["timestamp"]),
            vouched=vouched,
            raw=line.raw,
        )
        stored = parse_timestamp(data["stored"])
        if stored > timezone.now() + AHEAD:
            # Everything after it would have to be stored later still (learning.lrs.clock).
            raise ValueError("it says that it was stored in the future")
        return _Row(prepared, identifier_of(data["authority"]), stored, voided)
    except KeyError as error:
        raise BrokenLine(line.number, f"{error} is missing or unknown") from error
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        raise BrokenLine(line.number, error) from error


@one_transaction
def _store(rows: Sequence[_Row]) -> None:
    prepared = [row.prepared for row in rows]
    names = [(row.prepared.named, row.authority) for row in rows]
    voided_verb = (TermKind.VERB, verbs.VOIDED.iri)
    platform = actors.platform_identifier()
    wanted_terms, wanted_actors = keys_of(names)
    term_ids = terms.term_ids(wanted_terms | {voided_verb})
    actor_ids = actors.actor_ids(wanted_actors | {platform, ANONYMOUS})
    own = [links_of(these, term_ids, actor_ids) for these in names]
    links = links_with_references(prepared, own, bounded=False)
    common = {"voided": term_ids[voided_verb], "platform": actor_ids[platform]}
    inserted = run(_INSERT, {**common, **_columns(rows, links, term_ids, actor_ids)})
    if any(row.named.verb == verbs.VOIDED.iri for row in prepared):
        run(_VOID, {**common, "ids": array(id for id, _seq, _referred in inserted)})
    late = [(seq, 0) for _id, seq, is_referred in inserted if is_referred]
    if late:
        give_links(late, at_most=REFERRERS_AT_ONCE, now=timezone.now())


def _columns(
    rows: Sequence[_Row],
    links: Sequence[Sequence[Link]] | Sequence[Any],
    term_ids: Mapping[Any, int],
    actor_ids: Mapping[Identifier, int],
) -> dict[str, Any]:
    named = [row.prepared.named for row in rows]
    places, kinds, targets = [], [], []
    for place, these in enumerate(links, start=1):
        for kind, target in these:
            places.append(place)
            kinds.append(kind)
            targets.append(target)
    return {
        "ids": array(row.prepared.id for row in rows),
        "actors": array(actor_ids[each.actor] for each in named),
        "verbs": array(term_ids[TermKind.VERB, each.verb] for each in named),
        "kinds": array(row.prepared.object_kind for row in rows),
        "activities": array(
            None if each.activity is None else term_ids[TermKind.ACTIVITY, each.activity]
            for each in named
        ),
        "references": array(each.refers_to for each in named),
        "registrations": array(each.registration for each in named),
        "authorities": array(actor_ids[row.authority] for row in rows),
        "vouched": array(row.prepared.vouched for row in rows),
        "are_voided": array(row.voided for row in rows),
        "stored": moments(row.stored for row in rows),
        "timestamps": moments(row.prepared.timestamp for row in rows),
        "raws": [row.prepared.raw.decode() for row in rows],
        "link_places": array(places),
        "link_kinds": array(kinds),
        "link_targets": array(targets),
    }


def take_beside(lines: Sequence[Line], done: Imported) -> None:
    """Store lines on what is kept beside the statements, one at a time."""
    take_one_by_one(lines)
    done.beside[lines[0].kind] += len(lines)


def take_many_beside(lines: Sequence[Line], done: Imported) -> None:
    """Store lines on what is kept beside the statements, all of them together."""
    take_together(lines)
    done.beside[lines[0].kind] += len(lines)


def take_end(lines: Sequence[Line], done: Imported) -> None:
    """Note that the file is whole up to here."""
    done.whole = True


# Who takes the lines of a kind.
KINDS: Final[Mapping[str, Callable[[Sequence[Line], Imported], None]]] = {
    "statement": take_statements,
    "file": take_beside,
    "attachment": take_many_beside,
    "definition": take_many_beside,
    "document": take_beside,
    "alias": take_beside,
    "end": take_end,
}
