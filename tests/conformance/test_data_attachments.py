"""Data 2.4.11 and 2.6, Communication 1.5: attachments, how they travel, and signatures."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from typing import Any

from learning.lrs.models import Statement
from learning.xapi import multipart
from tests.xapi.signing import SIGNATURE, certificate, sign

from .client import HOME, STATEMENT, STATEMENTS, UUID_1, Client, new, put
from .rows import ACCEPTED, REFUSED, Asks, Says, request_table, requirement, statement_table

DATA = b"what was written\r\n\x00\xff"
OTHER = b"something else"
MIXED = "multipart/mixed; boundary=b"


def described(data: bytes = DATA, **parts: Any) -> dict[str, Any]:
    """Return the attachment that describes ``data``; a part that is None is left out."""
    whole = {
        "usageType": HOME + "evidence",
        "display": {"en": "Evidence"},
        "contentType": "text/plain",
        "length": len(data),
        "sha2": hashlib.sha256(data).hexdigest(),
        **parts,
    }
    return {name: value for name, value in whole.items() if value is not None}


def linked(**parts: Any) -> dict[str, Any]:
    """Return a statement with an attachment that lies elsewhere."""
    return put("attachments", [described(**{"fileUrl": HOME + "file", **parts})])


def part(data: bytes = DATA, **headers: str) -> multipart.Part:
    """Return the part of a request that carries ``data``; a header that is empty is left out."""
    whole = {
        "Content-Type": "text/plain",
        "Content-Transfer-Encoding": "binary",
        "X-Experience-API-Hash": hashlib.sha256(data).hexdigest(),
        **{name.replace("_", "-"): value for name, value in headers.items()},
    }
    return multipart.Part({name: value for name, value in whole.items() if value}, data)


def body(statements: Any, *parts: multipart.Part, first: str = "application/json") -> bytes:
    head = multipart.Part({"Content-Type": first}, json.dumps(statements).encode())
    return b"".join(multipart.write([head, *parts], "b"))


def holding(*attachments: dict[str, Any]) -> dict[str, Any]:
    return {**STATEMENT, "id": UUID_1, "attachments": list(attachments)}


def must(ids: str, name: str, *, be: str, wrong: Sequence[Any]) -> Iterator[Says]:
    """Give the rows of a property that an attachment must have, and in a form."""
    yield Says(ids, f"{name} is there", linked(**{name: None}), REFUSED)
    for value in wrong:
        yield Says(ids, f"{name} is {be}, not {value!r}", linked(**{name: value}), REFUSED)


test_descriptions = statement_table(
    Says("25", "attachments are an array", linked(), ACCEPTED),
    Says("25", "attachments may be none", put("attachments", []), ACCEPTED),
    Says("25", "attachments are no object", put("attachments", described()), REFUSED),
    Says("25", "attachments are no string", put("attachments", "file"), REFUSED),
    Says("25", "Each is an object", put("attachments", [HOME + "file"]), REFUSED),
    Says("25", "It has nothing else", linked(size=3), REFUSED),
    *must("102", "length", be="a whole number", wrong=["3", 3.5, -1, True]),
    *must("103", "sha2", be="a SHA-2 sum", wrong=[1, "", "sum", "g" * 64, "a" * 40]),
    Says("103", "A sum may be of another length", linked(sha2="a" * 128), ACCEPTED),
    Says("104", "fileUrl is an IRL", linked(fileUrl="file"), REFUSED),
    Says("104", "fileUrl is a string", linked(fileUrl=1), REFUSED),
    *must("105", "contentType", be="a media type", wrong=[1, "", "text", "text/", "a b/c"]),
    Says(
        "105", "It may have parameters", linked(contentType="text/plain; charset=utf-8"), ACCEPTED
    ),
    *must("106", "display", be="a language map", wrong=["a", ["a"], {"?": "a"}, {"en": 1}]),
    Says("106", "description is one too", linked(description="a file"), REFUSED),
    *must("107", "usageType", be="an IRI", wrong=[1, "evidence", ""]),
)


def nothing_is_stored(lrs: Client, response: Any) -> None:
    assert not Statement.objects.exists()


def posts(ids: str, rule: str, sent: bytes, status: int, content_type: str = MIXED) -> Asks:
    then = nothing_is_stored if status >= 400 else None
    return Asks(ids, rule, "POST", STATEMENTS, None, status, sent, content_type, then=then)


def puts(ids: str, rule: str, sent: bytes, status: int, content_type: str = MIXED) -> Asks:
    then = nothing_is_stored if status >= 400 else None
    where = {"statementId": UUID_1}
    return Asks(ids, rule, "PUT", STATEMENTS, where, status, sent, content_type, then=then)


WHOLE = body(holding(described()), part())
PLAIN = json.dumps(holding(described(fileUrl=HOME + "file"))).encode()

test_how_they_travel = request_table(
    posts("127", "JSON travels as application/json", PLAIN, 200, "application/json"),
    posts("127", "With its character set", PLAIN, 200, "application/json; charset=utf-8"),
    posts("127", "With data it travels as multipart/mixed", WHOLE, 200),
    puts("127", "So it is with PUT", WHOLE, 204),
    posts("127", "Not as multipart/form-data", WHOLE, 400, "multipart/form-data; boundary=b"),
    posts("127", "Nor as a form", PLAIN, 400, "application/x-www-form-urlencoded"),
    posts("127", "Nor as text", PLAIN, 400, "text/plain"),
    puts("127", "Nor with PUT", PLAIN, 400, "text/plain"),
    posts(
        "128", "Every part is an attachment", body(holding(described()), part(), part(OTHER)), 400
    ),
    puts("128", "With PUT too", body(holding(described()), part(), part(OTHER)), 400),
    posts("128", "A statement without any has no parts", body(STATEMENT, part()), 400),
    posts(
        "129",
        "Data that did not come is elsewhere",
        json.dumps(holding(described())).encode(),
        400,
        "application/json",
    ),
    puts("129", "With PUT too", json.dumps(holding(described())).encode(), 400, "application/json"),
    posts(
        "129",
        "Of each attachment",
        json.dumps(holding(described(OTHER, fileUrl=HOME), described())).encode(),
        400,
        "application/json",
    ),
    posts("129", "In multipart as well", body(holding(described(), described(OTHER)), part()), 400),
    posts("130", "A boundary comes before each part", WHOLE.replace(b"--b\r\n", b"", 1), 400),
    posts(
        "130", "The boundary is the one that was said", WHOLE, 400, "multipart/mixed; boundary=c"
    ),
    posts("130", "And it ends the body", WHOLE.replace(b"--b--", b""), 400),
    posts("131", "The boundary is said", WHOLE, 400, "multipart/mixed"),
    posts("131", "It is not empty", WHOLE, 400, "multipart/mixed; boundary="),
    posts("131", "It has no other name", WHOLE, 400, "multipart/mixed; border=b"),
    puts("131", "With PUT too", WHOLE, 400, "multipart/mixed"),
    posts(
        "132",
        "A part says its sum",
        body(holding(described()), part(X_Experience_API_Hash="")),
        400,
    ),
    posts(
        "132",
        "It is the sum of its data",
        body(holding(described()), part(X_Experience_API_Hash=hashlib.sha256(OTHER).hexdigest())),
        400,
    ),
    posts("132", "It is that of an attachment", body(holding(described()), part(OTHER)), 400),
    posts(
        "133",
        "All statements are in the first part",
        body([{**STATEMENT, "attachments": [described()]}, STATEMENT], part()),
        200,
    ),
    posts(
        "133",
        "Not in a second",
        body(
            holding(described()),
            multipart.Part({"Content-Type": "application/json"}, json.dumps(STATEMENT).encode()),
            part(),
        ),
        400,
    ),
    posts(
        "134",
        "The first part is application/json",
        body(holding(described()), part(), first="text/plain"),
        400,
    ),
    posts(
        "134",
        "It is the first, not the second",
        b"".join(
            multipart.write(
                [
                    part(),
                    multipart.Part(
                        {"Content-Type": "application/json"},
                        json.dumps(holding(described())).encode(),
                    ),
                ],
                "b",
            )
        ),
        400,
    ),
    posts(
        "135",
        "Data is sent as it is",
        body(holding(described()), part(Content_Transfer_Encoding="base64")),
        400,
    ),
    posts(
        "135", "And says so", body(holding(described()), part(Content_Transfer_Encoding="")), 400
    ),
)


def signed(statement: dict[str, Any], data: bytes, **parts: Any) -> bytes:
    """Return the request that brings ``statement`` with ``data`` as its signature."""
    attachment = described(data, **{**SIGNATURE, **parts})
    carried = part(data, Content_Type="application/octet-stream")
    return body({**statement, "attachments": [attachment]}, carried)


SENT = {**STATEMENT, "id": UUID_1, "timestamp": "2026-05-01T09:30:00Z"}

test_signatures = request_table(
    posts("115", "A signature is a JSON Web Signature", signed(SENT, sign(SENT)), 200),
    posts(
        "115",
        "With the certificate of its key",
        signed(SENT, sign(SENT, x5c=[certificate(1)])),
        200,
    ),
    posts("115", "And not of another's", signed(SENT, sign(SENT, x5c=[certificate(2)])), 400),
    posts("115", "A signature is no text", signed(SENT, b"signed, the office"), 400),
    posts(
        "115",
        "It is application/octet-stream",
        signed(SENT, sign(SENT), contentType="application/json"),
        400,
    ),
    posts("116", "What is signed is this statement", signed(SENT, sign({**SENT, "id": HOME})), 400),
    posts("116", "With this actor", signed(SENT, sign({**SENT, "actor": {"openid": HOME}})), 400),
    posts("116", "With this verb", signed(SENT, sign(put("verb/id", HOME, SENT))), 400),
    posts("116", "And this result", signed(SENT, sign({**SENT, "result": {"success": True}})), 400),
    *(
        posts("117", f"The algorithm may be {name}", signed(SENT, sign(SENT, algorithm=name)), 200)
        for name in ("RS256", "RS384", "RS512")
    ),
    posts("117", "It is not HS256", signed(SENT, sign(SENT, algorithm="HS256")), 400),
)


@requirement("133", "An attachment of a sub-statement travels in the same way")
def test_inside_a_sub_statement(lrs: Client) -> None:
    inside = {"objectType": "SubStatement", **STATEMENT, "attachments": [described()]}
    sent = body({**STATEMENT, "object": inside}, part())
    assert lrs.ask("POST", STATEMENTS, None, sent, MIXED).status_code == 200


@requirement("103", "Attachments of several statements may have one part together")
def test_one_part_for_several(lrs: Client) -> None:
    sent = body([new(attachments=[described()]), new(attachments=[described()])], part())
    assert lrs.ask("POST", STATEMENTS, None, sent, MIXED).status_code == 200
