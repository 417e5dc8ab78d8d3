"""Attachments: data that comes with statements, and goes with them (xAPI 1.0.3, Data 2.4.11)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from learning.xapi.formats import is_media_type
from learning.xapi.multipart import InvalidMultipart, Part, parse
from learning.xapi.signatures import is_signature, refuse_bad_signature

from .batches import StoredStatement
from .refusals import BadAttachment
from .sql import array, run

HASH_HEADER: Final = "x-experience-api-hash"
OCTETS: Final = "application/octet-stream"
ENCODING_HEADER: Final = "content-transfer-encoding"

# Which of the SHA-2 sums it is, its length in hexadecimal tells.
SUMS: Final = {56: hashlib.sha224, 64: hashlib.sha256, 96: hashlib.sha384, 128: hashlib.sha512}

_KEEP = """
INSERT INTO lrs_keptfile (sha2, content)
SELECT * FROM unnest(%(sums)b::text[], %(contents)b::bytea[])
ON CONFLICT (sha2) DO NOTHING
"""
_LINK = """
INSERT INTO lrs_statementfile (statement_id, file_id)
SELECT l.seq, f.id
  FROM unnest(%(seqs)t::bigint[], %(sums)b::text[]) AS l(seq, sha2)
  JOIN lrs_keptfile f ON f.sha2 = l.sha2
ON CONFLICT DO NOTHING
"""
_OF_STATEMENTS = """
SELECT s.id, f.id, f.sha2
  FROM lrs_statement s JOIN lrs_statementfile l ON l.statement_id = s.seq
  JOIN lrs_keptfile f ON f.id = l.file_id
 WHERE s.id = ANY(%(ids)t::uuid[])
"""


def split(body: bytes, boundary: str) -> tuple[bytes, dict[str, bytes]]:
    """Return the JSON of a multipart request, and the data that comes with it by its sum.

    BadAttachment where a part is not what the specification asks for, or its data does not have
    the sum that it says.
    """
    try:
        first, *others = parse(body, boundary)
    except InvalidMultipart as error:
        raise BadAttachment(str(error)) from error
    if first.content_type != "application/json":
        raise BadAttachment("The first part must be the statements, as application/json.")
    data: dict[str, bytes] = {}
    for part in others:
        if part.headers.get(ENCODING_HEADER, "").lower() != "binary":
            raise BadAttachment("The Content-Transfer-Encoding of an attachment must be binary.")
        sum = part.headers.get(HASH_HEADER, "").lower()
        make = SUMS.get(len(sum))
        if make is None:
            raise BadAttachment("An attachment needs its SHA-2 sum as X-Experience-API-Hash.")
        if make(part.content).hexdigest() != sum:
            raise BadAttachment(f"The data of an attachment does not have the sum {sum}.")
        data[sum] = part.content
    return first.content, data


def attachments_in(statement: Any) -> Iterator[Mapping[str, Any]]:
    """Return the attachments of a statement and of the sub-statement in it.

    What is no statement has none: this looks before anything was validated.
    """
    if not isinstance(statement, dict):
        return
    for holder in (statement, statement.get("object")):
        these = holder.get("attachments") if isinstance(holder, dict) else None
        for each in these if isinstance(these, list) else ():
            if isinstance(each, dict):
                yield each


def refuse_mismatch(statements: Iterable[Any], data: Mapping[str, bytes]) -> None:
    """Refuse attachments whose data is nowhere, data that no statement names, and bad signatures.

    The sum vouches for the data. ``length`` is not held against it, for the specification does
    not ask for that and ADL's suite sends data of another length. The statements must be valid.
    """
    named: set[str] = set()
    for statement in statements:
        for attachment in attachments_in(statement):
            sum = str(attachment.get("sha2", "")).lower()
            named.add(sum)
            if sum not in data and "fileUrl" not in attachment:
                raise BadAttachment(
                    "An attachment without its data must have a 'fileUrl'. Send data as "
                    "multipart/mixed."
                )
            if is_signature(attachment) and sum in data:
                refuse_bad_signature(statement, attachment, data[sum])
    if data.keys() - named:
        raise BadAttachment("A part is named by no attachment of a statement.")


def keep(statements: Sequence[StoredStatement], data: Mapping[str, bytes]) -> None:
    """Keep the data that came with newly stored statements, in their own transaction."""
    pairs = [
        (statement.seq, sum)
        for statement in statements
        for sum in sorted({str(each["sha2"]).lower() for each in attachments_in(statement.data)})
        if sum in data
    ]
    if not pairs:
        return
    sums = sorted({sum for _seq, sum in pairs})
    run(_KEEP, {"sums": sums, "contents": [data[sum] for sum in sums]})
    run(
        _LINK,
        {"seqs": array([seq for seq, _sum in pairs]), "sums": [sum for _seq, sum in pairs]},
    )


def parts_of(statements: Sequence[Mapping[str, Any]]) -> Iterator[Part]:
    """Return the data that came with stored statements, one part at a time, each once."""
    files = {
        (id, sum): number
        for id, number, sum in run(
            _OF_STATEMENTS, {"ids": array([statement["id"] for statement in statements])}
        )
    }
    by_id = {str(id).lower(): id for id, _sum in files}
    sent: set[str] = set()
    for statement in statements:
        id = by_id.get(statement["id"].lower())
        for attachment in attachments_in(statement):
            sum = str(attachment.get("sha2")).lower()
            number = files.get((id, sum)) if id else None
            if number is None or sum in sent:
                continue
            sent.add(sum)
            kind = str(attachment.get("contentType"))
            rows = run("SELECT content FROM lrs_keptfile WHERE id = %(id)b::bigint", {"id": number})
            yield Part(
                {
                    # What was stored before this was asked of it may be anything.
                    "Content-Type": kind if is_media_type(kind) else OCTETS,
                    "Content-Transfer-Encoding": "binary",
                    "X-Experience-API-Hash": attachment["sha2"],
                },
                bytes(rows[0][0]),
            )
