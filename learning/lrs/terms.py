"""Verbs and activities, interned: an IRI is kept once and named by number."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from learning.xapi.naming import iri_digest
from learning.xapi.verbs import Verb

from .models import Term, TermKind
from .remembered import Remembered
from .sql import run

Key = tuple[TermKind, str]

# A term is never changed or deleted, so its number may be remembered once it is committed.
remembered: Remembered[Key] = Remembered()

_FIND = """
SELECT kind, digest, id FROM lrs_term
 WHERE (kind, digest) IN (SELECT * FROM unnest(%(kinds)b::smallint[], %(digests)b::uuid[]))
"""
_ADD = """
INSERT INTO lrs_term (kind, digest, iri)
SELECT * FROM unnest(%(kinds)b::smallint[], %(digests)b::uuid[], %(iris)b::text[])
ON CONFLICT (kind, digest) DO NOTHING
"""


def term_ids(keys: Iterable[Key]) -> dict[Key, int]:
    """Return the number of each term, interning those that are new.

    New terms are inserted in the order of their digests, so two writers of the same new terms
    wait for each other instead of deadlocking.
    """
    wanted = set(keys)
    found = remembered.among(wanted)
    missing = wanted - found.keys()
    if missing:
        fresh = _find(missing)
        unknown = missing - fresh.keys()
        if unknown:
            _add(unknown)
            fresh |= _find(unknown)
        found |= fresh
        transaction.on_commit(lambda: remembered.add(fresh))
    return found


def _find(keys: Iterable[Key]) -> dict[Key, int]:
    by_digest = {(kind.value, iri_digest(iri)): (kind, iri) for kind, iri in keys}
    rows = run(
        _FIND,
        {
            "kinds": [kind for kind, _digest in by_digest],
            "digests": [digest for _kind, digest in by_digest],
        },
    )
    return {by_digest[kind, digest]: id for kind, digest, id in rows}


def _add(keys: Iterable[Key]) -> None:
    rows = sorted((kind.value, iri_digest(iri), iri) for kind, iri in keys)
    run(
        _ADD,
        {
            "kinds": [kind for kind, _digest, _iri in rows],
            "digests": [digest for _kind, digest, _iri in rows],
            "iris": [iri for _kind, _digest, iri in rows],
        },
    )


def intern_activities(iris: Iterable[str]) -> dict[str, Term]:
    """Return the term of each activity IRI, interned when a thing is published.

    So no statement about it adds a term while it holds the lock on a person.
    """
    return _terms(TermKind.ACTIVITY, iris)


def intern_verbs(verbs: Iterable[Verb | str]) -> dict[str, Term]:
    """Return the term of each verb by its IRI, interned if it is new."""
    return _terms(TermKind.VERB, (verb.iri if isinstance(verb, Verb) else verb for verb in verbs))


def _terms(kind: TermKind, iris: Iterable[str]) -> dict[str, Term]:
    with transaction.atomic():
        ids = term_ids((kind, iri) for iri in iris)
    return {term.iri: term for term in Term.objects.filter(id__in=ids.values())}
