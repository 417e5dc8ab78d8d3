"""The one query that writes statements, their links and their arrival."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from learning.xapi.naming import Identifier

from .links import Link
from .models import TermKind
from .preparation import Prepared
from .sql import array, moments, run
from .terms import Key

# The two counts guard against numbers remembered from a database that has been replaced: no
# foreign key does (see Statement). A statement whose voiding came first is voided at once.
_INSERT = """
WITH known AS MATERIALIZED (
    SELECT (SELECT count(*) FROM lrs_term WHERE id = ANY(%(terms)t::bigint[]))
               = cardinality(%(terms)t::bigint[])
       AND (SELECT count(*) FROM lrs_actor WHERE id = ANY(%(actors)t::bigint[]))
               = cardinality(%(actors)t::bigint[]) AS all_of_them
), pointing AS MATERIALIZED (
    SELECT refers_to, verb_id, authority_id FROM lrs_statement
     WHERE refers_to = ANY(%(ids)t::uuid[])
), inserted AS (
    INSERT INTO lrs_statement (id, actor_id, verb_id, object_kind, activity_id, refers_to,
                               registration, authority_id, vouched, voided, stored, timestamp, raw)
    SELECT s.id, s.actor, s.verb, s.kind, s.activity, s.refers_to, s.registration,
           %(authority)b::bigint, s.vouched,
           s.verb <> %(voided)b::bigint AND s.id IN (
               SELECT refers_to FROM pointing
                WHERE verb_id = %(voided)b::bigint
                  AND authority_id = ANY(%(voiders)t::bigint[])),
           %(stored)b::timestamptz, s.timestamp, s.raw
      FROM unnest(%(ids)t::uuid[], %(statement_actors)t::bigint[], %(verbs)t::bigint[],
                  %(kinds)t::smallint[], %(activities)t::bigint[], %(references)t::uuid[],
                  %(registrations)t::uuid[], %(vouched)t::boolean[],
                  %(timestamps)t::timestamptz[], %(raws)b::text[])
           WITH ORDINALITY AS s(id, actor, verb, kind, activity, refers_to, registration,
                                vouched, timestamp, raw, place)
     WHERE (SELECT all_of_them FROM known)
     ORDER BY s.place
    ON CONFLICT (id) DO NOTHING
    RETURNING seq, id, voided
), linked AS (
    INSERT INTO lrs_statementlink (kind, target, stored, statement_id)
    SELECT l.kind, l.target, %(stored)b::timestamptz, inserted.seq
      FROM unnest(%(link_places)t::integer[], %(link_kinds)t::smallint[],
                  %(link_targets)t::bigint[]) AS l(place, kind, target)
      JOIN inserted ON inserted.id = (%(ids)t::uuid[])[l.place]
), arrived AS (
    INSERT INTO lrs_arrival (seqs)
    SELECT array_agg(seq ORDER BY seq) FROM inserted HAVING count(*) > 0
)
SELECT seq, id, voided, id IN (SELECT refers_to FROM pointing) FROM inserted
UNION ALL
SELECT NULL, NULL, (SELECT all_of_them FROM known), false
"""


@dataclass(frozen=True, slots=True)
class Inserted:
    """A statement as inserted: ``referred`` tells that another already pointed at it."""

    seq: int
    voided: bool
    referred: bool


@dataclass(frozen=True, slots=True)
class Numbers:
    """The primary keys of everything a batch names."""

    terms: dict[Key, int]
    actors: dict[Identifier, int]
    voided: int
    platform: int
    authority: int


class UnknownNumbers(Exception):
    """Raised where a number that was remembered is not in this database."""


def insert(
    rows: Sequence[Prepared],
    *,
    numbers: Numbers,
    links: Sequence[Collection[Link]],
    stored: datetime,
) -> dict[UUID, Inserted]:
    """Insert statements with their links, in the same order; those whose id is taken are left out.

    UnknownNumbers where a term or actor is not in the database, and then nothing is inserted.
    """
    terms, actors = numbers.terms, numbers.actors
    verbs = [terms[TermKind.VERB, row.named.verb] for row in rows]
    activities = [
        None if row.named.activity is None else terms[TermKind.ACTIVITY, row.named.activity]
        for row in rows
    ]
    places, kinds, targets = [], [], []
    for place, these in enumerate(links, start=1):
        for kind, target in these:
            places.append(place)
            kinds.append(kind)
            targets.append(target)
    found = run(
        _INSERT,
        {
            "terms": array(set(terms.values())),
            "actors": array(set(actors.values())),
            "authority": numbers.authority,
            "voided": numbers.voided,
            "voiders": array({numbers.authority, numbers.platform}),
            "stored": stored,
            "ids": array([row.data["id"] for row in rows]),
            "statement_actors": array([actors[row.named.actor] for row in rows]),
            "verbs": array(verbs),
            "kinds": array([row.object_kind for row in rows]),
            "activities": array(activities),
            "references": array([row.named.refers_to for row in rows]),
            "registrations": array([row.named.registration for row in rows]),
            "vouched": array([row.vouched for row in rows]),
            "timestamps": moments([row.timestamp for row in rows]),
            "raws": [row.raw.decode() for row in rows],
            "link_places": array(places),
            "link_kinds": array(kinds),
            "link_targets": array(targets),
        },
    )
    inserted: dict[UUID, Inserted] = {}
    for seq, id, flag, referred in found:
        if id is not None:
            inserted[id] = Inserted(seq, flag, referred)
        elif not flag:
            raise UnknownNumbers
    return inserted
