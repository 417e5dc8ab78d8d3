"""Statements are sent to /xapi/statements, in tables that read like the specification."""

from __future__ import annotations

import json

import pytest
from django.db import OperationalError
from django.test import Client

from learning.lrs import protocol, sending, views_statements
from learning.lrs.models import Statement
from learning.lrs.refusals import Refusal
from learning.records.models import Record
from learning.xapi import verbs

from .conftest import foreign, new_partner, void
from .speaking import URL, Lrs

pytestmark = pytest.mark.django_db


def test_one_statement_and_a_batch_are_answered_with_their_ids(lrs):
    one, two, three = foreign(), foreign(), foreign()
    response = lrs.post(one)
    assert (response.status_code, response.json()) == (200, [one["id"]])
    response = lrs.post([two, three])
    assert (response.status_code, response.json()) == (200, [two["id"], three["id"]])
    assert response["X-Experience-API-Version"] == "1.0.3"
    assert Record.objects.get().completed_at is not None


def test_a_statement_comes_back_as_it_was_sent(lrs):
    sent = (
        '{"id":"12345678-1234-4678-9234-567812345678","actor":{"mbox":"mailto:a@x.example"},"verb":{"id":"urn:x:did"},'
        '"object":{"id":"urn:x:1"},"result":{"score":{"raw":1.50,"max":1e2},'
        '"extensions":{"urn:x:n":[12345678901234567890123,null,{}]}},'
        '"timestamp":"2026-05-01T10:30:00+01:00"'
    )
    [id] = lrs.post(sent + "}").json()
    text = lrs.get(statementId=id).content.decode()
    assert text.startswith(sent + ',"stored":')


REFUSED = [
    (b"", 400),
    (b"nothing", 400),
    (b'{"a":1,"a":1}', 400),
    (b'{"a":NaN}', 400),
    (b'{"a":"\\ud800"}', 400),
    (b"[" * 1000, 400),
    (b"null", 400),
    (b'"statement"', 400),
    ({**foreign(), "id": "1"}, 400),
    ({**foreign(), "verb": {"id": "https://x.example/" + "a" * 10_000}}, 400),
    ([foreign(), {}], 400),
    ({**foreign(), "attachments": [{"usageType": "urn:x:u"}]}, 400),
    ({**foreign(), "timestamp": "0001-01-01T00:00:00+14:00"}, 400),
    ({**foreign(), "result": {"extensions": {"urn:x:y": json.loads("[" * 70 + "]" * 70)}}}, 400),
    ([foreign()] * 2, 400),
    ([{}] * 1001, 413),
]


@pytest.mark.parametrize(("body", "status"), REFUSED)
def test_bad_bodies_are_refused_clearly_and_nothing_is_stored(lrs, body, status):
    response = lrs.post(body)
    assert response.status_code == status, response.content
    assert response.json()["error"]
    assert not Statement.objects.exists()


def test_a_fault_is_told_with_its_place_and_requirement(lrs):
    response = lrs.post([foreign(), foreign(actor={"mbox": "nobody"})])
    assert response.json()["path"] == "$[1].actor.mbox"
    assert response.json()["requirement"] == "XAPI-00038"


def test_a_body_that_is_too_large_is_refused_unread(lrs, monkeypatch):
    monkeypatch.setattr(protocol, "MAX_BODY_BYTES", 100)
    assert lrs.post(foreign()).status_code == 413


@pytest.mark.parametrize(
    "content_type",
    ["text/plain", "application/x-www-form-urlencoded", "multipart/mixed; boundary=x"],
)
def test_only_json_is_taken(lrs, content_type):
    assert lrs.post(foreign(), content_type=content_type).status_code == 400


def test_the_same_again_is_fine_and_another_with_its_id_a_conflict(lrs):
    sent = foreign()
    assert lrs.post(sent).status_code == lrs.post(sent).status_code == 200
    assert lrs.post({**sent, "verb": verbs.FAILED.as_json()}).status_code == 409


def test_voiding_what_somebody_else_stored_is_forbidden(lrs):
    sent = foreign()
    lrs.post(sent)
    assert Lrs(new_partner("other")).post(void(sent["id"])).status_code == 403


# The rest of the protocol


def test_other_methods_are_refused_and_head_is_get_without_its_body(lrs):
    response = lrs.client.delete(URL, headers=lrs.headers)
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD, POST, PUT")
    response = lrs.client.head(URL, headers=lrs.headers)
    assert (response.status_code, response.content) == (200, b"")


def test_no_cookie_is_set_and_no_token_is_asked_for(lrs):
    lrs.client = Client(enforce_csrf_checks=True)
    response = lrs.post(foreign())
    assert response.status_code == 200
    assert not response.cookies


def closed(*, request, credential, statements):
    if any(each.get("verb", {}).get("id") == verbs.FAILED.iri for each in statements):
        error = Refusal("The session has ended.")
        error.status = 403
        raise error


def test_a_gate_refuses_before_anything_is_stored(lrs, settings):
    settings.LRS_GATES = [f"{__name__}.closed"]
    assert lrs.post(foreign()).status_code == 200
    response = lrs.post([foreign(), foreign(verb=verbs.FAILED)])
    assert (response.status_code, response.json()["error"]) == (403, "The session has ended.")
    assert lrs.post([foreign(), {"verb": 1}]).json()["path"].startswith("$[1]")
    assert Statement.objects.count() == 1


@pytest.mark.parametrize(
    ("module", "name"),
    [
        (sending, "authenticate"),
        (sending, "store"),
        (views_statements, "authenticate"),
        (views_statements, "consistent_through"),
    ],
)
def test_while_the_database_is_away_the_answer_is_503(lrs, monkeypatch, module, name):
    def away(*args, **kwargs):
        raise OperationalError("the connection is lost")

    monkeypatch.setattr(module, name, away)
    response = lrs.post(foreign()) if module is sending else lrs.get()
    assert response.status_code == 503
    assert int(response["Retry-After"]) > 0
    assert response.json()["error"]
