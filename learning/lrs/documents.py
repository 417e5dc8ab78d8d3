"""Documents that systems keep about an agent, an activity or both (xAPI 1.0.3, Communication 2.2).

Each change runs in a transaction of its own and waits for others to the same place, so that what
a condition was checked against is what is changed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import connection, transaction
from django.db.models import QuerySet

from learning.xapi import json_text
from learning.xapi.naming import Identifier, iri_digest

from .actors import actor_ids
from .models import Document, DocumentKind, TermKind
from .preconditions import Preconditions
from .refusals import Refusal
from .terms import term_ids

JSON: Final = "application/json"


class CannotMerge(Refusal):
    """Raised for merging a document into another where not both are JSON objects."""


@dataclass(frozen=True, slots=True)
class Context:
    """The subject of documents; ``registration`` only narrows the state of an activity."""

    kind: DocumentKind
    agent: Identifier | None = None
    activity: str | None = None
    registration: UUID | None = None

    def digest(self, name: str) -> UUID:
        """Return the digest that stands for the place of the document ``name``."""
        said = [
            self.kind.value,
            self.agent and [self.agent.kind.value, self.agent.home, self.agent.name],
            self.activity,
            self.registration and str(self.registration),
            name,
        ]
        return UUID(bytes=hashlib.sha256(json.dumps(said).encode()).digest()[:16])


@dataclass(frozen=True, slots=True)
class Sent:
    """A document as it was sent."""

    content: bytes
    content_type: str

    def as_object(self) -> dict[str, Any]:
        """Return the document as a JSON object; CannotMerge where it is none."""
        return _object(self.content, self.content_type)

    def refuse_broken_json(self) -> None:
        """Refuse content that calls itself JSON and is not."""
        if _is_json(self.content_type):
            json_text.parse(self.content)


def find_document(context: Context, name: str) -> Document | None:
    """Return the document of this name; None where there is none."""
    return Document.objects.filter(digest=context.digest(name)).first()


def documents_about(context: Context, *, since: datetime | None = None) -> QuerySet[Document]:
    """Return the documents about ``context``, of any registration where it gives none."""
    found = Document.objects.filter(kind=context.kind)
    if context.agent is None:
        found = found.filter(agent__isnull=True)
    else:
        found = found.filter(agent__digest=context.agent.digest)
    if context.activity is not None:
        found = found.filter(
            activity__kind=TermKind.ACTIVITY, activity__digest=iri_digest(context.activity)
        )
    if context.registration is not None:
        found = found.filter(registration=context.registration)
    if since is not None:
        found = found.filter(updated__gt=since)
    return found


def put_document(
    *, context: Context, name: str, sent: Sent, conditions: Preconditions, now: datetime
) -> None:
    """Store a document in the place of whatever is there.

    Raises PreconditionFailed, and what ``conditions`` raises for one that had to be given.
    """
    sent.refuse_broken_json()
    with _the_place(context, name) as there:
        conditions.check_put(there.etag if there else None)
        _write(context, name, sent, there, now=now)


def merge_document(
    *, context: Context, name: str, sent: Sent, conditions: Preconditions, now: datetime
) -> None:
    """Store a document, its properties laid over those of the JSON object that is there.

    Raises PreconditionFailed, and CannotMerge where there is a document and not both are JSON
    objects.
    """
    sent.refuse_broken_json()
    with _the_place(context, name) as there:
        conditions.check(there.etag if there else None)
        if there is not None:
            merged = {
                **_object(bytes(there.content), there.content_type),
                **sent.as_object(),
            }
            sent = Sent(json_text.dumps(merged), there.content_type)
        _write(context, name, sent, there, now=now)


def delete_document(*, context: Context, name: str, conditions: Preconditions) -> None:
    """Delete a document, if it is there. Raises PreconditionFailed."""
    with _the_place(context, name) as there:
        conditions.check(there.etag if there else None)
        if there is not None:
            there.delete()


def delete_documents(*, context: Context) -> None:
    """Delete every document about ``context``, of any registration where it gives none."""
    documents_about(context).delete()


@contextmanager
def _the_place(context: Context, name: str) -> Iterator[Document | None]:
    """Hold the place of a document in a transaction, whether or not one is there yet."""
    digest = context.digest(name)
    with transaction.atomic():
        with connection.cursor() as cursor:
            # 63 bits of the digest: two places that share them wait for each other.
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [digest.int & (1 << 63) - 1])
        yield Document.objects.filter(digest=digest).first()


def _write(
    context: Context, name: str, sent: Sent, there: Document | None, *, now: datetime
) -> None:
    values: Mapping[str, Any] = {
        "content": sent.content,
        "content_type": sent.content_type,
        "etag": hashlib.sha1(sent.content, usedforsecurity=False).hexdigest(),
        "updated": now,
    }
    if there is not None:
        Document.objects.filter(pk=there.pk).update(**values)
        return
    term_key = (TermKind.ACTIVITY, context.activity) if context.activity is not None else None
    Document.objects.create(
        kind=context.kind,
        digest=context.digest(name),
        activity_id=term_ids([term_key])[term_key] if term_key else None,
        agent_id=actor_ids([context.agent])[context.agent] if context.agent else None,
        registration=context.registration,
        name=name,
        **values,
    )


def _is_json(content_type: str) -> bool:
    return content_type.partition(";")[0].strip().lower() == JSON


def _object(content: bytes, content_type: str) -> dict[str, Any]:
    if not _is_json(content_type):
        raise CannotMerge(f"Both documents must be {JSON} to be merged; one is {content_type}.")
    try:
        said = json_text.parse(content)
    except json_text.InvalidJSON as error:
        raise CannotMerge(f"Both documents must be JSON to be merged: {error}") from error
    if type(said) is not dict:
        raise CannotMerge("Both documents must be JSON objects to be merged.")
    return said
