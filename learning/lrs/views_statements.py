"""The statements resource, /xapi/statements (xAPI 1.0.3, Communication 2.1).

What is sent to it is taken in ``learning.lrs.sending``.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import chain
from uuid import UUID

import orjson
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.utils.http import http_date, urlencode
from django.utils.translation.trans_real import parse_accept_lang_header

from learning.xapi import json_text
from learning.xapi.multipart import Part, write
from learning.xapi.presentation import activities_in, canonical, only_ids
from learning.xapi.times import format_timestamp
from learning.xapi.validation import Version

from .asked import resolved
from .attachments import parts_of
from .clock import consistent_through
from .credentials import MAY_READ, MAY_READ_OWN, authenticate, may, note_use
from .cursors import from_cursor, to_cursor
from .definitions import definitions_of
from .parameters import SINGLE, query_of, read_parameters
from .protocol import CONSISTENT_THROUGH_HEADER, Refused, xapi_resource
from .query import Page, find, find_one
from .rates import admit
from .sending import JSON, MULTIPART, post_statements, put_statement


def get_statements(
    request: HttpRequest, version: Version, headers: dict[str, str]
) -> HttpResponseBase:
    """Answer one statement, or a page of those asked for and the way to the next."""
    headers[CONSISTENT_THROUGH_HEADER] = format_timestamp(consistent_through())
    now = timezone.now()
    credential = authenticate(request.headers.get("Authorization"), now=now)
    admit(credential, now=now)
    if not may(credential, MAY_READ_OWN):
        raise Refused("This key may not read statements.", 403)
    note_use(credential, now=now)
    mine = None if may(credential, MAY_READ) else credential.authority_id
    parameters = read_parameters(request.GET)
    show = _presenter(parameters.get("format", "exact"), request)
    for name in SINGLE:
        if name in parameters:
            found = find_one(UUID(parameters[name]), voided=name == SINGLE[1], mine=mine)
            if found is None:
                raise Refused(f"There is no such statement under {name!r}.", 404)
            raw, stored = found
            attachments = parameters.get("attachments") == "true"
            response = _answer(show([raw])[0], [raw], attachments=attachments)
            response["Last-Modified"] = http_date(stored.timestamp())
            return response
    if "cursor" in parameters:
        query = replace(from_cursor(parameters["cursor"]), mine=mine)
        show = _presenter(query.format, request)
    else:
        query = replace(query_of(parameters), mine=mine)
    asked = resolved(query)
    page = find(asked) if asked is not None else Page()
    more = ""
    if asked is not None and page.next is not None:
        more = f"{request.path}?{urlencode({'cursor': to_cursor(asked, page.next)})}"
    body = b'{"statements":[%b],"more":%b}' % (b",".join(show(page.raws)), orjson.dumps(more))
    response = _answer(body, page.raws, attachments=query.attachments)
    if page.newest is not None:
        response["Last-Modified"] = http_date(page.newest.timestamp())
    return response


def _answer(body: bytes, raws: Sequence[str], *, attachments: bool) -> HttpResponseBase:
    """Answer JSON, or multipart with the data that came with the statements (Communication 1.5).

    The data is sent piece by piece: a page of it can be more than memory holds.
    """
    if not attachments:
        return HttpResponse(body, content_type=JSON)
    boundary = secrets.token_hex(20)
    statements = [orjson.loads(raw) for raw in raws]
    parts = chain([Part({"Content-Type": JSON}, body)], parts_of(statements))
    return StreamingHttpResponse(
        write(parts, boundary), content_type=f"{MULTIPART}; boundary={boundary}"
    )


Presenter = Callable[[Sequence[str]], list[bytes]]


def _presenter(format: str, request: HttpRequest) -> Presenter:
    """Return the function that turns exact texts of statements into the format asked for."""
    if format == "exact":
        return lambda raws: [raw.encode() for raw in raws]
    if format == "ids":
        return lambda raws: [
            json_text.dumps(only_ids(json_text.parse(raw.encode()))) for raw in raws
        ]
    languages = [
        tag
        for tag, _quality in parse_accept_lang_header(request.headers.get("Accept-Language", ""))
    ]
    return lambda raws: _canonical(raws, languages)


def _canonical(raws: Sequence[str], languages: Sequence[str]) -> list[bytes]:
    statements = [json_text.parse(raw.encode()) for raw in raws]
    known = definitions_of({iri for each in statements for iri in activities_in(each)})
    return [json_text.dumps(canonical(each, languages, known)) for each in statements]


statements = xapi_resource(get=get_statements, post=post_statements, put=put_statement)
