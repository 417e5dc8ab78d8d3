"""What is asked or sent beyond all measure is refused clearly: no 500, no work for strangers."""

from __future__ import annotations

import base64
import io
import json
import uuid

import pytest
from django.test import RequestFactory

from learning.lrs import protocol, sending, views_statements
from learning.lrs.credentials import NotAPrefix, create_credential
from learning.lrs.models import Credential, Scope, Statement
from learning.lrs.sources import is_under
from learning.lrs.store import store
from learning.records.models import Record
from learning.xapi import json_text

from .conftest import NOW, foreign
from .speaking import Lrs

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 10_000 + b"]" * 10_000,
        b'{"a":' * 10_000 + b"1" + b"}" * 10_000,
        b"[" * 1000 + b'"\\u0000"' + b"]" * 1000,
        b'{"a":' * 700 + b'"\\u0000"' + b"}" * 700,
        b"[" + b"[]," * 500_000 + b"[]]",
        b'{"a":' + b"9" * 1_000_000 + b"}",
        b'{"a":"\\udfff\\ud800"}',
        b'{"actor":NaN}',
        b"\xef\xbb\xbf{}",
        b"\x00",
    ],
)
def test_monstrous_bodies_are_refused_clearly(lrs, body):
    response = lrs.post(body)
    assert response.status_code in (400, 413), response.content[:200]
    assert response.json()["error"]


def test_a_body_of_100_megabytes_is_not_read(lrs):
    class Unread(io.BytesIO):
        def read(self, *size):
            raise AssertionError("it was read")

    request = RequestFactory().post("/xapi/statements", b"{}", content_type=views_statements.JSON)
    request.META["CONTENT_LENGTH"] = str(100 * 1024 * 1024)
    request.META["HTTP_X_EXPERIENCE_API_VERSION"] = "1.0.3"
    request._stream = Unread()
    response = views_statements.statements(request)
    assert response.status_code == 413
    assert str(protocol.MAX_BODY_BYTES) in json.loads(response.content)["error"]


def test_for_who_has_no_key_nothing_is_parsed(lrs, monkeypatch):
    parsed = []
    monkeypatch.setattr(json_text, "parse", lambda body: parsed.append(body))
    lrs.headers["Authorization"] = "Basic " + base64.b64encode(b"nobody:nothing").decode()
    assert lrs.post(foreign()).status_code == 401
    assert lrs.post(b"no JSON at all").status_code == 401
    assert parsed == []


def test_for_who_may_not_write_nothing_is_parsed(db):
    reader = Lrs(create_credential(name="reader", scopes=[Scope.ALL_READ]))
    assert reader.post(b"no JSON at all").status_code == 403


def cursor(**parts):
    said = {"p": [0, 0], "x": [True, True, True], "l": 1, "f": "exact", **parts}
    return base64.urlsafe_b64encode(json.dumps(said).encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "parts",
    [
        {"p": [0, -(10**25)]},
        {"p": [0, 10**25]},
        {"p": [10**30, 0]},
        {"p": [-(10**17), 0]},
        {"p": ["1", "1"]},
        {"p": [0, 1.5]},
        {"f": "pretty"},
        {"l": -5},
        {"l": 10**30},
        {"s": 10**25},
        {"a": [9, "a", "b"]},
        {"a": [1, None, {}]},
        {"v": {"a": "b"}},
        {"r": "x"},
        {"x": []},
    ],
)
def test_a_cursor_that_was_not_made_here_is_refused_or_finds_nothing(lrs, parts):
    lrs.post(foreign())
    response = lrs.get(cursor=cursor(**parts))
    assert response.status_code in (200, 400), response.content[:200]


def test_a_cursor_in_a_format_that_there_is_not_is_refused(lrs):
    assert lrs.get(cursor=cursor(f="pretty")).status_code == 400
    assert lrs.get(cursor=cursor()).status_code == 200


@pytest.mark.parametrize(
    ("iri", "prefix", "under"),
    [
        ("https://a.example/x/1", "https://a.example/x", True),
        ("https://a.example/xy", "https://a.example/x", False),
        ("https://a.example/x:1", "https://a.example/x", True),
        ("https://a.example:8443/x", "https://a.example", False),
        ("https://a.example:pass@evil.example/x", "https://a.example", False),
        ("https://a.example?x", "https://a.example", True),
        ("https://a.example/x", "https://a.example", True),
        ("https://a.example:8443/x", "https://a.example:8443", True),
        ("urn:partner:course:1", "urn:partner", True),
        ("urn:partners:course:1", "urn:partner", False),
        ("https://evil.example/", "https:", False),
        ("https://evil.example/", "https://", False),
        ("https://evil.example/", "https", False),
        ("urn:evil:1", "urn:", False),
    ],
)
def test_a_prefix_never_reaches_beyond_its_own_authority(iri, prefix, under):
    assert is_under(iri, prefix) is under


@pytest.mark.parametrize("prefix", ["https:", "https://", "urn:", "partner", "/courses/", "*"])
def test_a_key_is_not_made_for_everything(db, prefix):
    with pytest.raises(NotAPrefix):
        create_credential(name="greedy", scopes=[Scope.ALL], activities=prefix)
    assert not Credential.objects.exists()


def test_a_key_that_only_reads_is_noted_as_used(db):
    new = create_credential(name="reader", scopes=[Scope.ALL_READ])
    assert Lrs(new).get().status_code == 200
    new.credential.refresh_from_db()
    assert new.credential.last_used_at is not None


def test_what_a_group_without_a_name_did_is_nobodys_record(partner):
    group = {"objectType": "Group", "member": [{"mbox": "mailto:a@partner.example"}]}
    store([foreign(group)], now=NOW, source=partner)
    assert not Statement.objects.get().vouched
    assert not Record.objects.exists()
    named = {"objectType": "Group", "mbox": "mailto:g@partner.example"}
    store([foreign(named)], now=NOW, source=partner)
    assert Record.objects.count() == 1


def test_a_fault_of_ours_tells_nothing_of_the_inside(lrs, monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError("SELECT secret FROM lrs_credential")

    monkeypatch.setattr(sending, "store", broken)
    response = lrs.post(foreign())
    assert response.status_code == 500
    assert b"secret" not in response.content


def test_a_thousand_statements_are_taken_at_once(lrs):
    batch = [foreign() for _number in range(1000)]
    assert lrs.post(batch).status_code == 200
    assert Statement.objects.count() == 1000
    assert lrs.post([*batch, foreign()]).status_code == 413
    assert uuid.UUID(batch[-1]["id"]) == Statement.objects.latest("seq").id
