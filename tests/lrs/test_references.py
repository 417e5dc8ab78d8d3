"""What statements that refer to others cost: nothing that one request asks for multiplies."""

from __future__ import annotations

import json
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from learning.lrs.models import Statement
from learning.lrs.store import store
from learning.xapi import verbs

from .conftest import HOME, NOW, foreign, void
from .referring import about, chain, found, links, naming, settle

pytestmark = pytest.mark.django_db


# At intake


def test_a_chain_within_a_batch_is_refused_before_it_multiplies(lrs):
    with CaptureQueriesContext(connection) as asked:
        response = lrs.post(chain(1000))
    assert response.status_code == 413, response.content[:200]
    assert "100" in response.json()["error"]
    assert len(asked) < 40
    assert not Statement.objects.exists()


def test_a_chain_that_names_nothing_new_may_be_of_any_length(lrs):
    made = [foreign()]
    for _number in range(999):
        made.append(foreign(object={"objectType": "StatementRef", "id": made[-1]["id"]}))
    assert lrs.post(made).status_code == 200
    # The verb, the agent, the authority and the activity of the first, for each of them.
    assert links() == 4 * 1000
    assert len(found(lrs, activity=HOME + "courses/1", limit=200)) == 200


def test_many_references_to_one_that_names_much_are_refused(lrs):
    target = naming(90)
    assert lrs.post(target).status_code == 200
    before = links()
    batch = [about(target) for _number in range(600)]
    response = lrs.post(batch)
    assert response.status_code == 413, response.content[:200]
    assert links() == before
    assert lrs.post(batch[:50]).status_code == 200
    assert links() - before <= 50 * 100


def test_a_reference_to_one_that_names_too_much_is_refused_and_voiding_it_is_not(lrs):
    target = naming(600)
    assert lrs.post(target).status_code == 200
    response = lrs.post(about(target))
    assert response.status_code == 413
    assert "refers to one that names too much" in response.json()["error"]
    voiding = void(target["id"])
    before = links()
    assert lrs.post(voiding).status_code == 200
    assert Statement.objects.get(id=target["id"]).voided
    assert links() - before == 100
    # What narrows it most comes first: it is found by the verb and activity of what it voids.
    assert found(lrs, verb=verbs.COMPLETED.iri) == {voiding["id"]}
    assert found(lrs, activity=HOME + "courses/1") == {voiding["id"]}


@pytest.mark.parametrize(
    "parts",
    [
        lambda ids: {"context": {"contextActivities": {"other": [{"id": iri} for iri in ids]}}},
        lambda ids: {
            "context": {
                "team": {
                    "objectType": "Group",
                    "member": [{"openid": iri} for iri in ids],
                }
            }
        },
        lambda ids: {
            "actor": {"objectType": "Group", "member": [{"openid": iri} for iri in ids]},
        },
        lambda ids: {
            "object": {
                "objectType": "SubStatement",
                "actor": {"objectType": "Group", "member": [{"openid": iri} for iri in ids]},
                "verb": {"id": "urn:x:v"},
                "object": {"id": "urn:x:o"},
            },
        },
    ],
    ids=["activities", "team", "group", "sub-statement"],
)
def test_a_statement_that_names_too_much_is_refused(lrs, settings, parts):
    def sent(count: int):
        return {**foreign(), **parts([f"{HOME}{number}" for number in range(count)])}

    assert lrs.post(sent(settings.LRS_MAX_NAMES - 10)).status_code == 200
    before = links()
    response = lrs.post(sent(settings.LRS_MAX_NAMES + 1))
    assert response.status_code == 413
    assert f"{settings.LRS_MAX_NAMES} actors, activities" in response.json()["error"]
    assert links() == before


def test_what_all_statements_of_a_request_name_is_bounded(lrs, settings):
    settings.LRS_MAX_LINKS_PER_REQUEST = 100
    with CaptureQueriesContext(connection) as asked:
        response = lrs.post([naming(20) for _number in range(6)])
    assert response.status_code == 413
    assert "Send fewer at a time" in response.json()["error"]
    assert not any("INSERT INTO lrs_term" in query["sql"] for query in asked)
    assert lrs.post([naming(20) for _number in range(3)]).status_code == 200


def test_statements_of_a_batch_that_refer_to_each_other_in_a_ring_are_found_by_all(lrs):
    ring = [foreign({"mbox": f"mailto:{n}@ring.example"}) for n in range(3)]
    for number, each in enumerate(ring):
        each["object"] = {"objectType": "StatementRef", "id": ring[number - 1]["id"]}
    alone = foreign()
    alone["object"] = {"objectType": "StatementRef", "id": alone["id"]}
    assert lrs.post([*ring, alone]).status_code == 200
    for number in range(3):
        agent = json.dumps({"mbox": f"mailto:{number}@ring.example"})
        assert found(lrs, agent=agent) == {each["id"] for each in ring}


def test_whole_chains_are_found_by_what_their_end_names_in_whatever_order_they_come(lrs):
    made = chain(12)
    for order in (made, made[::-1], made[::2] + made[1::2]):
        fresh = json.loads(json.dumps(order))
        ids = {each["id"]: str(uuid.uuid4()) for each in fresh}
        for each in fresh:
            each["id"] = ids[each["id"]]
            if each["object"].get("objectType") == "StatementRef":
                each["object"]["id"] = ids[each["object"]["id"]]
        for each in fresh:
            assert lrs.post(each).status_code == 200
        settle()
        assert set(ids.values()) <= found(lrs, activity=HOME + "courses/1")


# What one request reads


def test_the_texts_of_what_is_voided_are_not_read(stranger):
    sent = [foreign() for _number in range(5)]
    store(sent, now=NOW, source=stranger)
    with CaptureQueriesContext(connection) as asked:
        store([void(each["id"]) for each in sent], now=NOW, source=stranger)
    assert not Statement.objects.exclude(verb__iri=verbs.VOIDED.iri).filter(voided=False).exists()
    assert not any("s.stored, s.raw" in query["sql"] for query in asked)


def test_what_is_sent_again_is_compared_one_by_one_and_within_bounds(lrs, monkeypatch):
    from learning.lrs import writing

    words = {"id": HOME + "1", "definition": {"description": {"en": "word " * 2000}}}
    long = [foreign(object=words) for _number in range(5)]
    assert lrs.post(long).status_code == 200
    short = [{**each, "object": {"id": HOME + "1"}} for each in long]
    assert lrs.post(short).status_code == 200, "definitions are not compared"
    monkeypatch.setattr(writing, "COMPARED_BYTES", 1000)
    assert lrs.post(long).status_code == 200, "the same again always is"
    response = lrs.post(short)
    assert response.status_code == 413
    assert "too long to compare" in response.json()["error"]
