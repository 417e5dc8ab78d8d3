"""Attachments travel with their statements, byte for byte (xAPI 1.0.3, Data 2.4.11)."""

from __future__ import annotations

import hashlib
import json

import pytest

from learning.lrs import protocol
from learning.lrs.models import KeptFile, Scope, Statement, StatementFile
from learning.xapi import multipart
from tests.xapi.signing import SIGNATURE, sign

from .conftest import foreign
from .speaking import URL, scoped

pytestmark = pytest.mark.django_db

DATA = b"\x00\xff\r\n--not the boundary\r\n" * 3


def attached(data: bytes = DATA, make=hashlib.sha256, **parts):
    return {
        "usageType": "https://partner.example/evidence",
        "display": {"en": "Evidence"},
        "contentType": "application/octet-stream",
        "length": len(data),
        "sha2": make(data).hexdigest(),
        **parts,
    }


def part(data: bytes, make=hashlib.sha256, **headers):
    return multipart.Part(
        {
            "Content-Type": "application/octet-stream",
            "Content-Transfer-Encoding": "binary",
            "X-Experience-API-Hash": make(data).hexdigest(),
            **{name.replace("_", "-"): value for name, value in headers.items()},
        },
        data,
    )


def send(lrs, statements, *parts, first="application/json", **options):
    head = multipart.Part({"Content-Type": first}, json.dumps(statements).encode())
    body = b"".join(multipart.write([head, *parts], "b"))
    return lrs.post(body, content_type="multipart/mixed; boundary=b", **options)


def received(response):
    """Return the JSON of a multipart answer, and its other parts."""
    kind, _semicolon, boundary = response["Content-Type"].partition("; boundary=")
    assert kind == "multipart/mixed"
    first, *others = multipart.parse(response.getvalue(), boundary)
    assert first.content_type == "application/json"
    return json.loads(first.content), others


@pytest.mark.parametrize("make", [hashlib.sha224, hashlib.sha256, hashlib.sha384, hashlib.sha512])
def test_data_comes_back_with_its_statement(lrs, make):
    sent = foreign(attachments=[attached(make=make)])
    assert send(lrs, sent, part(DATA, make)).status_code == 200
    statement, [file] = received(lrs.get(statementId=sent["id"], attachments="true"))
    assert statement["id"] == sent["id"]
    assert file.content == DATA
    assert file.headers["x-experience-api-hash"] == make(DATA).hexdigest()
    assert file.headers["content-transfer-encoding"] == "binary"
    answer, files = received(lrs.get(attachments="true"))
    assert [each["id"] for each in answer["statements"]] == [sent["id"]]
    assert [file.content for file in files] == [DATA]


def test_without_asking_the_answer_is_json(lrs):
    sent = foreign(attachments=[attached()])
    send(lrs, sent, part(DATA))
    assert lrs.get(statementId=sent["id"]).json()["id"] == sent["id"]
    assert lrs.get(attachments="false").json()["statements"]


def test_the_same_data_is_kept_and_sent_once(lrs):
    batch = [foreign(attachments=[attached()]) for _number in range(3)]
    assert send(lrs, batch, part(DATA)).status_code == 200
    assert (KeptFile.objects.count(), StatementFile.objects.count()) == (1, 3)
    _answer, files = received(lrs.get(attachments="true"))
    assert [file.content for file in files] == [DATA]


def test_the_next_page_has_its_data_too(lrs):
    for number in range(2):
        data = b"%d" % number
        send(lrs, foreign(attachments=[attached(data)]), part(data))
    first, files = received(lrs.get(attachments="true", limit=1))
    assert [file.content for file in files] == [b"1"]
    _second, files = received(lrs.get(first["more"]))
    assert [file.content for file in files] == [b"0"]


def test_the_sub_statement_has_attachments_of_its_own(lrs):
    inner = {key: value for key, value in foreign().items() if key != "id"}
    sent = foreign(
        object={"objectType": "SubStatement", **inner, "attachments": [attached(b"inner")]}
    )
    assert send(lrs, sent, part(b"inner")).status_code == 200
    _statement, [file] = received(lrs.get(statementId=sent["id"], attachments="true"))
    assert file.content == b"inner"


def test_who_only_names_a_sum_does_not_read_the_data(lrs):
    send(lrs, foreign(attachments=[attached()]), part(DATA))
    other = scoped(Scope.STATEMENTS_WRITE, Scope.STATEMENTS_READ_MINE)
    sent = foreign(attachments=[attached(fileUrl="https://partner.example/file")])
    assert other.post(sent).status_code == 200
    _statement, files = received(other.get(statementId=sent["id"], attachments="true"))
    assert files == []


def test_a_signed_statement_is_kept_with_its_signature(lrs):
    sent = foreign()
    data = sign(sent)
    signature = {**SIGNATURE, "length": len(data), "sha2": hashlib.sha256(data).hexdigest()}
    assert send(lrs, {**sent, "attachments": [signature]}, part(data)).status_code == 200
    data = sign(foreign())
    signature = {**SIGNATURE, "length": len(data), "sha2": hashlib.sha256(data).hexdigest()}
    refused = send(lrs, {**foreign(), "attachments": [signature]}, part(data))
    assert refused.status_code == 400
    assert "XAPI-00116" in refused.json()["error"]


REFUSED = {
    "data that nobody names": ([foreign()], [part(DATA)]),
    "data that is nowhere": ([foreign(attachments=[attached()])], []),
    "another sum than its data has": (
        [foreign(attachments=[attached()])],
        [part(DATA, X_Experience_API_Hash="0" * 64)],
    ),
    "no sum": ([foreign(attachments=[attached()])], [part(DATA, X_Experience_API_Hash="")]),
    "another encoding": (
        [foreign(attachments=[attached()])],
        [part(DATA, Content_Transfer_Encoding="base64")],
    ),
    "no statement": ([{}], [part(DATA)]),
    "attachments that are none": ([foreign(attachments=["file"])], [part(DATA)]),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused_stores_nothing(lrs, name):
    statements, parts = REFUSED[name]
    assert send(lrs, statements, *parts).status_code == 400
    assert not Statement.objects.exists()
    assert not KeptFile.objects.exists()


def test_the_first_part_is_json_and_the_boundary_is_said(lrs):
    assert send(lrs, foreign(), first="text/plain").status_code == 400
    assert lrs.post(b"--b--", content_type="multipart/mixed").status_code == 400
    assert lrs.post(b"", content_type="multipart/mixed; boundary=b").status_code == 400


def test_too_much_is_refused_unread(lrs, monkeypatch):
    monkeypatch.setattr("learning.lrs.sending.MAX_MULTIPART_BYTES", 100)
    assert send(lrs, foreign(attachments=[attached()]), part(DATA)).status_code == 413
    assert protocol.MAX_MULTIPART_BYTES > 100


def test_a_put_takes_attachments_too(lrs):
    sent = foreign(attachments=[attached()])
    head = multipart.Part({"Content-Type": "application/json"}, json.dumps(sent).encode())
    response = lrs.client.put(
        f"{URL}?statementId={sent['id']}",
        b"".join(multipart.write([head, part(DATA)], "b")),
        content_type="multipart/mixed; boundary=b",
        headers=lrs.headers,
    )
    assert response.status_code == 204
    assert StatementFile.objects.count() == 1
