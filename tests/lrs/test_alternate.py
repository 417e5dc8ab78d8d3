"""The alternate request syntax of 1.0.3 (Communication 1.3), and the resources that only answer."""

from __future__ import annotations

import json
from urllib.parse import urlencode

import pytest

from learning.lrs.models import Document, Scope, Statement

from .conftest import foreign
from .speaking import LEARNER, URL, scoped

pytestmark = pytest.mark.django_db
FORM = "application/x-www-form-urlencoded"


def ask(lrs, method, form, *, url=URL, http="POST", content_type=FORM, more="", headers=None):
    body = form if isinstance(form, bytes) else urlencode(form).encode()
    return lrs.client.generic(
        http, f"{url}?method={method}{more}", body, content_type, headers=headers or lrs.headers
    )


def test_get_put_and_post_in_a_form(lrs):
    one, two = foreign(), foreign()
    put = ask(lrs, "PUT", {"statementId": one["id"], "content": json.dumps(one)})
    assert put.status_code == 204
    post = ask(lrs, "POST", {"content": json.dumps([two])})
    assert post.json() == [two["id"]]
    got = ask(lrs, "GET", {"limit": 1, "ascending": "true"})
    assert [each["id"] for each in got.json()["statements"]] == [one["id"]]
    assert ask(lrs, "HEAD", {}).content == b""


def test_headers_are_in_the_form(lrs):
    form = {
        "statementId": (sent := foreign())["id"],
        "content": json.dumps(sent),
        "Authorization": lrs.headers["Authorization"],
        "X-Experience-API-Version": "1.0.2",
        "Content-Type": "application/json",
        "Content-Length": "7",
    }
    assert ask(lrs, "PUT", form, headers={"Accept": "*/*"}).status_code == 204


def test_documents_and_their_conditions_too(lrs):
    url = "/xapi/agents/profile"
    about = {"agent": json.dumps(LEARNER), "profileId": "p"}
    form = {**about, "content": "text", "Content-Type": "text/plain", "If-None-Match": "*"}
    assert ask(lrs, "PUT", form, url=url).status_code == 204
    assert Document.objects.get().content_type == "text/plain"
    assert ask(lrs, "PUT", form, url=url).status_code == 412
    assert ask(lrs, "DELETE", about, url=url).status_code == 204


CONTENT = json.dumps(foreign())


@pytest.mark.parametrize(
    ("method", "form", "options"),
    [
        ("PUT", {"content": CONTENT}, {}),
        ("PUT", {"statementId": "1"}, {}),
        ("PUT", {}, {"more": "&statementId=1"}),
        ("POST", {"content": CONTENT}, {"more": "&method=POST"}),
        ("POST", {"content": CONTENT}, {"http": "PUT"}),
        ("POST", {"content": CONTENT}, {"http": "GET"}),
        ("POST", {"content": CONTENT}, {"content_type": "application/json"}),
        pytest.param("POST", CONTENT.encode(), {}, id="no form"),
        ("POST", b"content=%FF", {}),
        ("POST", b"\xff", {}),
        ("POST", {"content": CONTENT, "X-Experience-API-Version": "0.8"}, {}),
        ("POST", {"content": CONTENT, "X-Experience-API-Version": "2.0.0"}, {}),
        ("POST", [("content", CONTENT), ("content", CONTENT)], {}),
        ("POST", {"content": CONTENT, "colour": "red"}, {}),
        ("TRACE", {}, {}),
        ("", {}, {}),
    ],
)
def test_what_is_refused(lrs, method, form, options):
    assert ask(lrs, method, form, **options).status_code == 400
    assert not Statement.objects.exists()


def test_2_0_has_dropped_it(lrs):
    lrs.headers["X-Experience-API-Version"] = "2.0.0"
    assert ask(lrs, "GET", {}).status_code == 400


# Agents, activities, about


def test_about_answers_everybody_whatever_the_version(lrs, client):
    for headers in ({}, {"X-Experience-API-Version": "0.95"}, lrs.headers):
        response = client.get("/xapi/about", headers=headers)
        assert response.status_code == 200
        assert {"1.0.3", "2.0.0"} <= set(response.json()["version"])
        assert response["X-Experience-API-Version"] == "2.0.0"


def test_a_request_without_a_version_is_refused_in_the_name_of_the_last_that_had_none(lrs):
    del lrs.headers["X-Experience-API-Version"]
    for path in ("statements", "activities", "agents", "activities/state"):
        response = lrs.get(f"/xapi/{path}")
        assert (response.status_code, response["X-Experience-API-Version"]) == (400, "0.9")


@pytest.mark.parametrize(
    "agent",
    [
        LEARNER,
        {"objectType": "Agent", "name": "Ann", "mbox_sha1sum": "a" * 40},
        {"openid": "https://ann.example/"},
        {"name": "Ann", "account": {"homePage": "https://hr.example/", "name": "7"}},
    ],
)
def test_a_person_is_what_was_asked_for_and_no_more(lrs, agent):
    lrs.post(foreign(actor=agent))
    person = lrs.get("/xapi/agents", agent=json.dumps(agent)).json()
    expected = {key: [value] for key, value in agent.items() if key != "objectType"}
    assert person == {"objectType": "Person", **expected}


def test_what_several_say_of_an_activity_is_put_together(lrs):
    iri = "https://partner.example/courses/1"
    definitions = [
        {"name": {"en": "Data"}, "type": "urn:x:course"},
        {"name": {"cy": "Data i bawb"}, "extensions": {"urn:x:e": 1.50}},
        {"name": {"en": "Data for all"}},
    ]
    for definition in definitions:
        lrs.post(foreign(object={"id": iri, "definition": definition}))
    assert lrs.get("/xapi/activities", activityId=iri).json() == {
        "objectType": "Activity",
        "id": iri,
        "definition": {
            "name": {"en": "Data for all", "cy": "Data i bawb"},
            "type": "urn:x:course",
            "extensions": {"urn:x:e": 1.5},
        },
    }
    lrs.headers["Accept-Language"] = "cy"
    shown = lrs.get(format="canonical", limit=1).json()["statements"][0]
    assert shown["object"]["definition"]["name"] == {"cy": "Data i bawb"}


def test_who_may_not_define_changes_no_definition(lrs):
    iri = "https://partner.example/courses/1"
    lrs.post(foreign(object={"id": iri, "definition": {"name": {"en": "Data"}}}))
    other = scoped(Scope.STATEMENTS_WRITE)
    other.post(foreign(object={"id": iri, "definition": {"name": {"en": "Nonsense"}}}))
    named = lrs.get("/xapi/activities", activityId=iri).json()["definition"]["name"]
    assert named == {"en": "Data"}


def test_who_may_vouch_for_an_activity_has_the_last_word_on_it(lrs):
    iri = "https://partner.example/courses/1"
    lrs.post(foreign(object={"id": iri, "definition": {"name": {"en": "Data"}}}))
    other = scoped(Scope.STATEMENTS_WRITE, Scope.DEFINE)
    other.post(foreign(object={"id": iri, "definition": {"name": {"en": "Nonsense"}}}))
    named = lrs.get("/xapi/activities", activityId=iri).json()["definition"]["name"]
    assert named == {"en": "Data"}


def test_nobody_else_defines_an_activity_of_ours(lrs, settings):
    iri = settings.XAPI_HOME + "/courses/1"
    lrs.post(foreign(object={"id": iri, "definition": {"name": {"en": "Nonsense"}}}))
    assert lrs.get("/xapi/activities", activityId=iri).json() == {
        "objectType": "Activity",
        "id": iri,
    }


@pytest.mark.parametrize(
    "path",
    [
        "/xapi/agents",
        "/xapi/agents?agent=nobody",
        "/xapi/agents?agent={}",
        "/xapi/agents?colour=red",
        "/xapi/activities",
        "/xapi/activities?activityId=course",
        "/xapi/activities?activityId=urn:x:1&colour=red",
        "/xapi/about?colour=red",
    ],
)
def test_parameters_are_held_to_their_form(lrs, path):
    assert lrs.get(path).status_code == 400
    assert scoped(Scope.STATEMENTS_WRITE).get(path).status_code in (400, 403)
