"""The statements resource, /xapi/statements (xAPI 1.0.3, Communication 2.1)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final
from uuid import UUID

import orjson
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import http_date, urlencode
from django.utils.translation.trans_real import parse_accept_lang_header

from learning.xapi import json_text
from learning.xapi.presentation import canonical, only_ids
from learning.xapi.times import format_timestamp
from learning.xapi.validation import Version, validate_all

from .credentials import MAY_READ, MAY_READ_OWN, MAY_WRITE, authenticate, may, note_use
from .cursors import from_cursor, to_cursor
from .parameters import SINGLE, query_of, read_parameters
from .protocol import CONSISTENT_THROUGH_HEADER, Refused, read_body, xapi_resource
from .query import consistent_through, find, find_one
from .seams import seam
from .sources import source_of
from .store import store
from .transactions import one_transaction

MAX_BATCH: Final = 1000
JSON: Final = "application/json"


# Writing


def post_statements(
    request: HttpRequest, version: Version, headers: dict[str, str]
) -> HttpResponse:
    """Store one statement or an array of them, all or none, and answer their ids."""
    _refuse_parameters(request)
    # Received before the transaction begins, for a slow sender would keep it open.
    body = _json_body(request)
    ids = _store(request, body, version=version)
    return HttpResponse(orjson.dumps([str(id) for id in ids]), content_type=JSON)


@one_transaction
def _store(request: HttpRequest, body: bytes, *, version: Version) -> Sequence[UUID]:
    # The key is looked up inside the transaction: its time then began before the statements'
    # own, which Consistent-Through relies on. And before the body is parsed: that is work, and
    # strangers are to have none done.
    credential = authenticate(request.headers.get("Authorization"), now=timezone.now())
    if not may(credential, MAY_WRITE):
        raise Refused("This key may not write statements.", 403)
    statements = _statements_in(body)
    now = timezone.now()
    gates = seam("LRS_GATES")
    if gates:
        # A gate reads statements, so it is given none that it could stumble over.
        validate_all(statements, version)
    for gate in gates:
        gate(request=request, credential=credential, statements=statements)
    stored = store(statements, now=now, source=source_of(credential, version))
    note_use(credential, now=now)
    return stored.ids


def _json_body(request: HttpRequest) -> bytes:
    kind = (request.content_type or "").lower()
    if kind == "multipart/mixed":
        raise Refused("Statements with attachments (multipart/mixed) are not accepted yet.")
    if kind != JSON:
        raise Refused(f"Send statements as {JSON}.")
    return read_body(request)


def _statements_in(body: bytes) -> Sequence[Mapping[str, Any]]:
    said = json_text.parse(body)
    statements = said if isinstance(said, list) else [said]
    if len(statements) > MAX_BATCH:
        raise Refused(f"A request may hold {MAX_BATCH} statements at most.", 413)
    _refuse_missing_attachments(statements)
    return statements


def _refuse_missing_attachments(statements: Sequence[Any]) -> None:
    """Refuse attachments whose data is nowhere: neither here nor at an address (Data 2.4.11)."""
    for statement in statements:
        thing = statement.get("object") if isinstance(statement, dict) else None
        for holder in (statement, thing):
            attachments = holder.get("attachments") if isinstance(holder, dict) else None
            for attachment in attachments if isinstance(attachments, list) else ():
                if isinstance(attachment, dict) and "fileUrl" not in attachment:
                    raise Refused("An attachment without its data must have a 'fileUrl'.")


def _refuse_parameters(request: HttpRequest) -> None:
    if request.GET:
        raise Refused(f"The parameter {next(iter(request.GET))[:50]!r} is not known here.")


# Reading


def get_statements(request: HttpRequest, version: Version, headers: dict[str, str]) -> HttpResponse:
    """Answer one statement, or a page of those asked for and the way to the next."""
    headers[CONSISTENT_THROUGH_HEADER] = format_timestamp(consistent_through())
    credential = authenticate(request.headers.get("Authorization"), now=timezone.now())
    if not may(credential, MAY_READ_OWN):
        raise Refused("This key may not read statements.", 403)
    note_use(credential, now=timezone.now())
    mine = None if may(credential, MAY_READ) else credential.authority_id
    parameters = read_parameters(request.GET)
    show = _presenter(parameters.get("format", "exact"), request)
    for name in SINGLE:
        if name in parameters:
            return _single(
                UUID(parameters[name]), voided=name == "voidedStatementId", mine=mine, show=show
            )
    if "cursor" in parameters:
        query = replace(from_cursor(parameters["cursor"]), mine=mine)
        show = _presenter(query.format, request)
    else:
        query = replace(query_of(parameters), mine=mine)
    page = find(query)
    more = ""
    if page.next is not None:
        more = f"{request.path}?{urlencode({'cursor': to_cursor(query, page.next)})}"
    body = b'{"statements":[%b],"more":%b}' % (
        b",".join(show(raw) for raw in page.raws),
        orjson.dumps(more),
    )
    response = HttpResponse(body, content_type=JSON)
    if page.newest is not None:
        response["Last-Modified"] = http_date(page.newest.timestamp())
    return response


def _single(
    id: UUID, *, voided: bool, mine: int | None, show: Callable[[str], bytes]
) -> HttpResponse:
    found = find_one(id, voided=voided, mine=mine)
    if found is None:
        raise Refused(f"There is no {'voided ' if voided else ''}statement {id}.", 404)
    raw, stored = found
    response = HttpResponse(show(raw), content_type=JSON)
    response["Last-Modified"] = http_date(stored.timestamp())
    return response


def _presenter(format: str, request: HttpRequest) -> Callable[[str], bytes]:
    """Return what turns the exact text of a statement into the format asked for."""
    if format == "exact":
        return str.encode
    if format == "ids":
        return lambda raw: json_text.dumps(only_ids(json_text.parse(raw.encode())))
    languages = [
        tag
        for tag, _quality in parse_accept_lang_header(request.headers.get("Accept-Language", ""))
    ]
    return lambda raw: json_text.dumps(canonical(json_text.parse(raw.encode()), languages))


statements = xapi_resource(get=get_statements, post=post_statements)
