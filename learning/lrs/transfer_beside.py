"""Lines beside the statements in an export: attachments, definitions, documents, aliases.

Each kind is written by a function that yields its lines and taken in by one that stores them. All
of a kind is written after every export, for it says itself what it belongs to, and taking it in
again changes nothing.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import orjson
from django.db import transaction

from learning.xapi.naming import Identifier, identifier_of

from . import actors
from .attachments import SUMS
from .documents import Context
from .models import Document, DocumentKind, TermKind
from .sql import array, run
from .terms import term_ids
from .transactions import one_transaction
from .transfer_format import BrokenLine, Line, line_of

AT_ONCE: Final = 500
FAULTS: Final = (KeyError, ValueError, TypeError, AttributeError)

_ALIASES = """
SELECT alias.id, alias.identifier, own.identifier
  FROM lrs_actor alias JOIN lrs_actor own ON own.id = alias.same_as_id
 WHERE alias.id > %(after)b::bigint ORDER BY alias.id LIMIT %(at_most)b::bigint
"""
_FILES = """
SELECT id, sha2, content FROM lrs_keptfile WHERE id > %(after)b::bigint ORDER BY id LIMIT 1
"""
_ATTACHED = """
SELECT l.id, s.id, f.sha2
  FROM lrs_statementfile l
  JOIN lrs_statement s ON s.seq = l.statement_id
  JOIN lrs_keptfile f ON f.id = l.file_id
 WHERE l.id > %(after)b::bigint ORDER BY l.id LIMIT %(at_most)b::bigint
"""
_DEFINITIONS = """
SELECT d.id, t.iri, d.digest, d.vouched, d.definition
  FROM lrs_activitydefinition d JOIN lrs_term t ON t.id = d.activity_id
 WHERE d.id > %(after)b::bigint ORDER BY d.id LIMIT %(at_most)b::bigint
"""
_DOCUMENTS = """
SELECT d.id, d.kind, a.identifier, t.iri, d.registration, d.name, d.content, d.content_type,
       d.etag, d.updated
  FROM lrs_document d
  LEFT JOIN lrs_actor a ON a.id = d.agent_id
  LEFT JOIN lrs_term t ON t.id = d.activity_id
 WHERE d.id > %(after)b::bigint ORDER BY d.id LIMIT 1
"""
_KEEP = """
INSERT INTO lrs_keptfile (sha2, content) VALUES (%(sha2)b::text, %(content)b::bytea)
ON CONFLICT (sha2) DO NOTHING
"""
_ATTACH = """
INSERT INTO lrs_statementfile (statement_id, file_id)
SELECT s.seq, f.id
  FROM unnest(%(statements)t::uuid[], %(sums)b::text[]) WITH ORDINALITY AS l(id, sha2, place)
  JOIN lrs_statement s ON s.id = l.id JOIN lrs_keptfile f ON f.sha2 = l.sha2
 ORDER BY l.place
ON CONFLICT DO NOTHING
"""
# In the order in which they were given, for the latest prevails.
_DEFINE = """
INSERT INTO lrs_activitydefinition (activity_id, digest, vouched, definition)
SELECT d.activity, d.digest, d.vouched, d.definition
  FROM unnest(%(activities)t::bigint[], %(digests)t::uuid[], %(vouched)t::boolean[],
              %(definitions)b::text[])
       WITH ORDINALITY AS d(activity, digest, vouched, definition, place)
 ORDER BY d.place
ON CONFLICT (activity_id, digest, vouched) DO NOTHING
"""


def _rows(query: str) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of a table in the order of their ids, a few at a time."""
    after = 0
    while rows := run(query, {"after": after, "at_most": AT_ONCE}):
        yield from (row[1:] for row in rows)
        after = rows[-1][0]


def files(position: int) -> Iterator[bytes]:
    """Yield the data of each attachment, once."""
    for sha2, content in _rows(_FILES):
        yield line_of("file", position=position, sha2=sha2, content=_text(content))


def attachments(position: int) -> Iterator[bytes]:
    """Yield each pair of a statement and data that it came with."""
    for statement, sha2 in _rows(_ATTACHED):
        yield line_of("attachment", position=position, statement=str(statement), sha2=sha2)


def definitions(position: int) -> Iterator[bytes]:
    """Yield the definitions of activities, in the order in which they were given."""
    for iri, digest, vouched, definition in _rows(_DEFINITIONS):
        yield line_of(
            "definition", position=position, activity=iri, digest=str(digest), vouched=vouched,
            definition=definition,
        )  # fmt: skip


def documents(position: int) -> Iterator[bytes]:
    """Yield every document: states and profiles."""
    for kind, agent, iri, registration, name, content, content_type, etag, updated in _rows(
        _DOCUMENTS
    ):
        yield line_of(
            "document", position=position, of=DocumentKind(kind).name,
            agent=None if agent is None else _json(agent), activity=iri,
            registration=registration and str(registration), name=name, content=_text(content),
            content_type=content_type, etag=etag, updated=updated.isoformat(),
        )  # fmt: skip


def aliases(position: int) -> Iterator[bytes]:
    """Yield each name that a partner has for somebody, and that person's pseudonym."""
    for alias, own in _rows(_ALIASES):
        yield line_of("alias", position=position, alias=_json(alias), of=_json(own))


def _json(said: Any) -> Any:
    return orjson.loads(said) if isinstance(said, str | bytes) else said


def _text(content: bytes) -> str:
    return base64.b64encode(content).decode()


def take_file(line: Line) -> None:
    """Keep the data of an attachment, if it has the sum that it says."""
    sha2, content = line.said["sha2"], _content(line)
    if SUMS[len(sha2)](content).hexdigest() != sha2:
        raise ValueError("its content does not have its sum")
    run(_KEEP, {"sha2": sha2, "content": content})


def take_attachments(lines: Sequence[Line]) -> None:
    """Link data to the statements that came with it."""
    run(
        _ATTACH,
        {
            "statements": array(UUID(line.said["statement"]) for line in lines),
            "sums": [str(line.said["sha2"]) for line in lines],
        },
    )


def take_definitions(lines: Sequence[Line]) -> None:
    """Store definitions of activities."""
    said = [line.said for line in lines]
    terms = term_ids((TermKind.ACTIVITY, str(each["activity"])) for each in said)
    run(
        _DEFINE,
        {
            "activities": array(terms[TermKind.ACTIVITY, each["activity"]] for each in said),
            "digests": array(UUID(each["digest"]) for each in said),
            "vouched": array(bool(each["vouched"]) for each in said),
            "definitions": [str(each["definition"]) for each in said],
        },
    )


def take_document(line: Line) -> None:
    """Store a document, unless a later one is in its place."""
    said = line.said
    agent: Identifier | None = said["agent"] and identifier_of(said["agent"])
    registration = said["registration"] and UUID(said["registration"])
    context = Context(DocumentKind[said["of"]], agent, said["activity"], registration)
    updated = datetime.fromisoformat(said["updated"])
    values: Mapping[str, Any] = {
        "content": _content(line),
        "content_type": str(said["content_type"]),
        "etag": str(said["etag"]),
        "updated": updated,
    }
    there = Document.objects.filter(digest=context.digest(said["name"])).first()
    if there is not None:
        if there.updated < updated:
            Document.objects.filter(pk=there.pk).update(**values)
        return
    key = (TermKind.ACTIVITY, context.activity) if context.activity is not None else None
    Document.objects.create(
        kind=context.kind,
        digest=context.digest(said["name"]),
        activity_id=term_ids([key])[key] if key else None,
        agent_id=actors.actor_ids([agent])[agent] if agent else None,
        registration=registration,
        name=said["name"],
        **values,
    )


def take_alias(line: Line) -> None:
    """Link a partner's name for somebody to that person's own actor."""
    own = actors.intern_actor(line.said["of"])
    actors.link_alias(own=own, agent=line.said["alias"])


def _content(line: Line) -> bytes:
    return base64.b64decode(line.said["content"], validate=True)


@one_transaction
def take_one_by_one(lines: Sequence[Line]) -> None:
    """Store files, documents and aliases; BrokenLine, and nothing stored, where one cannot be."""
    take = {"file": take_file, "document": take_document, "alias": take_alias}[lines[0].kind]
    for line in lines:
        try:
            take(line)
        except (*FAULTS, actors.NotAnAlias) as error:
            raise BrokenLine(line.number, error) from error


@one_transaction
def take_together(lines: Sequence[Line]) -> None:
    """Store attachments' links and definitions, many with one query."""
    take = {"attachment": take_attachments, "definition": take_definitions}[lines[0].kind]
    try:
        with transaction.atomic():
            take(lines)
    except FAULTS as error:
        raise BrokenLine(lines[0].number, f"or one soon after it: {error}") from error
