"""Statements as they are sent: one or many, with or without attachments.

Source: xAPI 1.0.3, Communication 2.1.1 and 2.1.2; attachments Data 2.4.11 and Communication 1.5.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

import orjson
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from learning.seams.named import seam
from learning.xapi import json_text
from learning.xapi.formats import is_uuid
from learning.xapi.validation import Version, validate_all

from .attachments import attachments_in, keep, refuse_mismatch, split
from .credentials import MAY_WRITE, authenticate, may, note_use
from .parameters import read_each
from .protocol import MAX_MULTIPART_BYTES, Refused, read_body
from .rates import admit
from .sources import source_of
from .store import store
from .transactions import one_transaction

MAX_BATCH: Final = 1000
JSON: Final = "application/json"
MULTIPART: Final = "multipart/mixed"


@dataclass(frozen=True, slots=True)
class Received:
    """The body of a request, before anybody has looked into it."""

    body: bytes
    boundary: str | None

    def open(self) -> tuple[Any, Mapping[str, bytes]]:
        """Return what the JSON says, and the data of attachments by its sum."""
        if self.boundary is None:
            return json_text.parse(self.body), {}
        text, data = split(self.body, self.boundary)
        return json_text.parse(text), data


def post_statements(
    request: HttpRequest, version: Version, headers: dict[str, str]
) -> HttpResponse:
    """Store one statement or an array of them, all or none, and answer their ids."""
    read_each(request.GET, {})
    # Received before the transaction begins, for a slow sender would keep it open.
    ids = _store(request, _receive(request), version=version)
    return HttpResponse(orjson.dumps([str(id) for id in ids]), content_type=JSON)


def put_statement(request: HttpRequest, version: Version, headers: dict[str, str]) -> HttpResponse:
    """Store one statement under the id that the address gives."""
    parameters = read_each(
        request.GET, {"statementId": (is_uuid, "a UUID")}, required=["statementId"]
    )
    _store(request, _receive(request), version=version, under=parameters["statementId"])
    return HttpResponse(status=204)


@one_transaction
def _store(
    request: HttpRequest, received: Received, *, version: Version, under: str | None = None
) -> Sequence[UUID]:
    # The key is looked up inside the transaction: its time then began before the statements'
    # own, which Consistent-Through relies on. And before the body is parsed: that is work, and
    # strangers are to have none done.
    now = timezone.now()
    credential = authenticate(request.headers.get("Authorization"), now=now)
    admit(credential, now=now)
    if not may(credential, MAY_WRITE):
        raise Refused("This key may not write statements.", 403)
    said, data = received.open()
    statements = _statements(said) if under is None else [_under(said, under)]
    now = timezone.now()
    gates = seam("LRS_GATES")
    attached = bool(data) or any(next(attachments_in(each), None) for each in statements)
    if gates or attached:
        # A gate, and anyone who looks at a signature, is given nothing that it could stumble over.
        validate_all(statements, version)
    if attached:
        refuse_mismatch(statements, data)
    for gate in gates:
        gate(request=request, credential=credential, statements=statements)
    stored = store(statements, now=now, source=source_of(credential, version))
    if data:
        keep(stored.new, data)
    note_use(credential, now=now)
    return stored.ids


def _receive(request: HttpRequest) -> Received:
    kind = (request.content_type or "").lower()
    if kind == JSON:
        return Received(read_body(request), None)
    if kind == MULTIPART:
        boundary = (request.content_params or {}).get("boundary", "")
        return Received(read_body(request, at_most=MAX_MULTIPART_BYTES), boundary)
    raise Refused(f"Send statements as {JSON}, or with attachments as {MULTIPART}.")


def _statements(said: Any) -> Sequence[Mapping[str, Any]]:
    statements = said if isinstance(said, list) else [said]
    if len(statements) > MAX_BATCH:
        raise Refused(f"A request may hold {MAX_BATCH} statements at most.", 413)
    return statements


def _under(said: Any, id: str) -> Mapping[str, Any]:
    """Return the statement of a PUT, which has the id of its address and no other."""
    if not isinstance(said, dict):
        raise Refused("PUT stores one statement.")
    inside = said.get("id", id)
    if not isinstance(inside, str) or inside.lower() != id.lower():
        raise Refused("The statement has another id than the address.")
    return {**said, "id": inside}
