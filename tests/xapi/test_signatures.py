"""Signed statements (xAPI 1.0.3, Data 2.6)."""

from __future__ import annotations

import pytest

from learning.xapi.shapes import Invalid
from learning.xapi.signatures import refuse_bad_signature

from .signing import SIGNATURE, certificate, sign

STATEMENT = {
    "actor": {"mbox": "mailto:a@x.example"},
    "verb": {"id": "urn:x:did"},
    "object": {"id": "urn:x:1"},
    "result": {"score": {"scaled": 1}},
}
OTHER = {**STATEMENT, "verb": {"id": "urn:x:did-not"}}


@pytest.mark.parametrize("algorithm", ["RS256", "RS384", "RS512"])
def test_the_three_algorithms_are_taken(algorithm: str) -> None:
    refuse_bad_signature(STATEMENT, SIGNATURE, sign(STATEMENT, algorithm=algorithm))


def test_a_signature_with_its_certificate_is_verified() -> None:
    refuse_bad_signature(STATEMENT, SIGNATURE, sign(STATEMENT, x5c=[certificate(1)]))


def test_what_signing_added_and_how_a_number_is_written_make_no_difference() -> None:
    signed = {**STATEMENT, "attachments": [SIGNATURE], "result": {"score": {"scaled": 1.0}}}
    refuse_bad_signature(signed, SIGNATURE, sign(STATEMENT))


@pytest.mark.parametrize(
    ("data", "attachment", "requirement"),
    [
        (sign(STATEMENT), {**SIGNATURE, "contentType": "text/plain"}, "XAPI-00115"),
        (b"", SIGNATURE, "XAPI-00115"),
        (b"a.b.c", SIGNATURE, "XAPI-00115"),
        (b"\xff", SIGNATURE, "XAPI-00115"),
        (sign(STATEMENT)[:-10] + b"!", SIGNATURE, "XAPI-00115"),
        (sign(STATEMENT, x5c=["nothing"]), SIGNATURE, "XAPI-00115"),
        (sign(STATEMENT, x5c=[]), SIGNATURE, "XAPI-00115"),
        (sign(STATEMENT, x5c=certificate(1)), SIGNATURE, "XAPI-00115"),
        (sign(STATEMENT, x5c=[certificate(2)]), SIGNATURE, "XAPI-00115"),
        (sign(OTHER), SIGNATURE, "XAPI-00116"),
        (sign([]), SIGNATURE, "XAPI-00116"),
        (sign({"actor": 1, "object": None}), SIGNATURE, "XAPI-00116"),
        (sign(STATEMENT, algorithm="HS256"), SIGNATURE, "XAPI-00117"),
    ],
    ids=[
        "another type", "nothing", "no token", "no text", "cut short", "no certificate",
        "an empty list", "a certificate outside a list", "another key", "another statement",
        "a list", "no statement", "a shared secret",
    ],
)  # fmt: skip
def test_what_is_refused(data: bytes, attachment: dict, requirement: str) -> None:
    with pytest.raises(Invalid) as refused:
        refuse_bad_signature(STATEMENT, attachment, data)
    assert refused.value.requirement == requirement
