"""Definitions of activities: every one that was given, kept once each."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db import transaction

from learning.xapi import json_text
from learning.xapi.definitions import definitions_in, merge_definitions
from learning.xapi.naming import iri_digest

from .models import TermKind
from .preparation import Prepared
from .remembered import Remembered
from .sources import Source, is_under
from .sql import array, run
from .terms import Key, term_ids

# Definitions of one activity that are put together; somebody who sends a million gets no further.
AT_MOST: Final = 100

_Known = tuple[str, UUID, bool]
remembered: Remembered[_Known] = Remembered()

_ADD = """
INSERT INTO lrs_activitydefinition (activity_id, digest, vouched, definition)
SELECT * FROM unnest(%(activities)t::bigint[], %(digests)t::uuid[], %(vouched)t::boolean[],
                     %(definitions)b::text[])
ON CONFLICT (activity_id, digest, vouched) DO NOTHING
"""
# The latest of each activity, and last what its source may vouch for, so that this prevails; of all
# together no more than a page of statements may hold.
_FIND = """
SELECT iri, definition, vouched FROM (
    SELECT t.id AS activity, t.iri, d.id, d.definition, d.vouched,
           sum(octet_length(d.definition)) OVER (
               ORDER BY d.vouched DESC, d.id DESC ROWS UNBOUNDED PRECEDING) AS so_far
      FROM lrs_term t CROSS JOIN LATERAL (
           SELECT id, definition, vouched FROM lrs_activitydefinition
            WHERE activity_id = t.id ORDER BY vouched DESC, id DESC LIMIT %(at_most)b::integer) AS d
     WHERE t.kind = %(kind)b::smallint AND t.digest = ANY(%(digests)t::uuid[])) AS known
 WHERE so_far <= %(bytes)b::bigint
 ORDER BY activity, vouched, id
"""


def note_definitions(rows: Iterable[Prepared], *, source: Source, terms: Mapping[Key, int]) -> None:
    """Keep the definitions that statements bring, where their source may define activities.

    Ours are kept when a thing is published (``define``), so that no later round of store() adds
    any. Called where new terms are interned, and in sorted order, so that writers of the same
    wait for each other instead of deadlocking.
    """
    if source.ours or not source.defines:
        return
    found: dict[_Known, bytes] = {}
    for row in rows:
        for iri, definition in definitions_in(row.data):
            if not definition:
                continue
            text = json_text.dumps(definition)
            if len(text) <= settings.LRS_MAX_DEFINITION_BYTES:
                found[iri, _digest(text), source.vouches_for(iri)] = text
    _keep(found, terms)


def define(activities: Iterable[Mapping[str, Any]]) -> None:
    """Store the definitions of our own activities, in place of those they had before.

    Called when a thing is published, by the holder of the lock on it.
    """
    found = {
        (activity["id"], _digest(text), True): text
        for activity in activities
        for text in (json_text.dumps(activity["definition"]),)
    }
    with transaction.atomic():
        terms = term_ids((TermKind.ACTIVITY, iri) for iri, _digest, _vouched in found)
        run(
            "DELETE FROM lrs_activitydefinition WHERE activity_id = ANY(%(ids)t::bigint[])",
            {"ids": array(sorted(terms.values()))},
        )
        _insert(found, terms)


def definitions_of(iris: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Return the definition of each activity; none for one that nobody has defined.

    Of an activity of this service only what the service itself says counts.
    """
    by_iri: dict[str, list[dict[str, Any]]] = {}
    rows = run(
        _FIND,
        {
            "kind": TermKind.ACTIVITY.value,
            "digests": array({iri_digest(iri) for iri in iris}),
            "at_most": AT_MOST,
            "bytes": settings.LRS_MAX_PAGE_BYTES,
        },
    )
    for iri, text, vouched in rows:
        if vouched or not is_under(iri, settings.XAPI_HOME):
            by_iri.setdefault(iri, []).append(json_text.parse(text.encode()))
    return {iri: merge_definitions(these) for iri, these in by_iri.items()}


def _digest(text: bytes) -> UUID:
    return UUID(bytes=hashlib.blake2b(text, digest_size=16).digest())


def _keep(found: Mapping[_Known, bytes], terms: Mapping[Key, int]) -> None:
    known = remembered.among(found)
    missing = {key: text for key, text in found.items() if key not in known}
    if missing:
        _insert(missing, terms)
        transaction.on_commit(lambda: remembered.add(dict.fromkeys(missing, 1)))


def _insert(found: Mapping[_Known, bytes], terms: Mapping[Key, int]) -> None:
    rows = sorted((terms[TermKind.ACTIVITY, known[0]], known) for known in found)
    run(
        _ADD,
        {
            "activities": array([number for number, _known in rows]),
            "digests": array([digest for _number, (_iri, digest, _vouched) in rows]),
            "vouched": array([vouched for _number, (_iri, _digest, vouched) in rows]),
            "definitions": [found[known].decode() for _number, known in rows],
        },
    )
