"""The document resources (xAPI 1.0.3, Communication 2.2, 2.3, 2.6, 2.7 and 3.1; 2.0, 4.1.4)."""

from __future__ import annotations

import json
import uuid
from urllib.parse import urlencode

import pytest

from learning.lrs.credentials import create_credential
from learning.lrs.models import Document, Scope

from .conftest import HOME, in_threads, new_partner
from .speaking import LEARNER, Lrs, scoped

AGENT = json.dumps(LEARNER)
ACTIVITY = HOME + "courses/1"
STATE = ("/xapi/activities/state", "stateId", {"agent": AGENT, "activityId": ACTIVITY})
AGENT_PROFILE = ("/xapi/agents/profile", "profileId", {"agent": AGENT})
ACTIVITY_PROFILE = ("/xapi/activities/profile", "profileId", {"activityId": ACTIVITY})
RESOURCES = [STATE, AGENT_PROFILE, ACTIVITY_PROFILE]
BROKEN = ["", "{", "null", "[]", "{}", '{"mbox":"nobody"}', '{"objectType":"Group"}']

pytestmark = pytest.mark.django_db


class Place:
    """One document, and what is done to it over HTTP."""

    def __init__(self, lrs: Lrs, resource=STATE, **parameters) -> None:
        path, self.name, about = resource
        self.lrs, self.path = lrs, path
        self.parameters = {**about, self.name: "place", **parameters}

    def ask(self, method, body=b"", content_type="application/json", version="1.0.3", **headers):
        if not isinstance(body, bytes):
            body = json.dumps(body).encode()
        given = {key: value for key, value in self.parameters.items() if value is not None}
        return self.lrs.client.generic(
            method,
            f"{self.path}?{urlencode(given)}",
            body,
            content_type,
            headers={
                **self.lrs.headers,
                "X-Experience-API-Version": version,
                **{name.replace("_", "-"): value for name, value in headers.items()},
            },
        )

    def store(self, body, **options):
        response = self.ask("POST", body, **options)
        assert response.status_code == 204, response.content

    def etag(self):
        return self.ask("GET")["ETag"]


@pytest.mark.parametrize("resource", RESOURCES)
def test_a_document_is_stored_read_and_deleted(lrs, resource):
    place = Place(lrs, resource)
    assert place.ask("GET").status_code == 404
    assert place.ask("PUT", b"\x00\xff", "image/png", If_None_Match="*").status_code == 204
    found = place.ask("GET")
    assert (found.status_code, found.content) == (200, b"\x00\xff")
    assert found["Content-Type"] == "image/png"
    assert found["Last-Modified"]
    assert found["Content-Security-Policy"] == "sandbox"
    head = place.ask("HEAD")
    assert (head.status_code, head.content, head["ETag"]) == (200, b"", found["ETag"])
    assert place.ask("GET", If_None_Match=found["ETag"]).status_code == 304
    assert place.ask("DELETE").status_code == 204
    assert place.ask("GET").status_code == 404
    assert place.ask("DELETE").status_code == 204


MERGED = [
    # there, sent, what it becomes
    ({"a": 1, "b": 2}, {"b": 3, "c": 4}, {"a": 1, "b": 3, "c": 4}),
    ({"a": {"x": 1}}, {"a": {"y": 2}}, {"a": {"y": 2}}),
    ({"a": 1}, {}, {"a": 1}),
]


@pytest.mark.parametrize("resource", RESOURCES)
@pytest.mark.parametrize(("there", "sent", "becomes"), MERGED)
def test_post_lays_one_object_over_another(lrs, resource, there, sent, becomes):
    place = Place(lrs, resource)
    place.store(there)
    place.store(sent)
    assert place.ask("GET").json() == becomes


def test_merging_keeps_numbers_as_they_were_written(lrs):
    place = Place(lrs)
    place.store(b'{"a":1.50}')
    place.store(b'{"b":12345678901234567890123}')
    assert place.ask("GET").content == b'{"a":1.50,"b":12345678901234567890123}'


CANNOT_MERGE = [
    (b"text", "text/plain", b"{}", "application/json"),
    (b"{}", "application/json", b"text", "text/plain"),
    (b"{}", "application/json", b"[]", "application/json"),
    (b"[]", "application/json", b"{}", "application/json"),
    (b"{}", "application/json", b"{", "application/json"),
]


@pytest.mark.parametrize("resource", RESOURCES)
@pytest.mark.parametrize(("there", "kind_there", "sent", "kind_sent"), CANNOT_MERGE)
def test_what_cannot_be_merged_changes_nothing(lrs, resource, there, kind_there, sent, kind_sent):
    place = Place(lrs, resource)
    place.store(there, content_type=kind_there)
    assert place.ask("POST", sent, kind_sent).status_code == 400
    assert place.ask("GET").content == there


def test_what_calls_itself_json_must_be_json(lrs):
    assert Place(lrs).ask("PUT", b"{").status_code == 400
    assert Place(lrs).ask("POST", b'{"a":1,"a":2}').status_code == 400
    assert not Document.objects.exists()


CONDITIONS = [
    # resource, version, method, there?, header, status
    (STATE, "1.0.3", "PUT", False, {}, 204),
    (STATE, "1.0.3", "PUT", True, {}, 204),
    (STATE, "2.0.0", "PUT", False, {}, 204),
    (STATE, "2.0.0", "PUT", True, {}, 409),
    (AGENT_PROFILE, "1.0.3", "PUT", False, {}, 400),
    (AGENT_PROFILE, "1.0.3", "PUT", True, {}, 409),
    (AGENT_PROFILE, "2.0.0", "PUT", False, {}, 204),
    (ACTIVITY_PROFILE, "2.0.0", "PUT", True, {}, 409),
    *[
        (resource, version, method, there, header, status)
        for resource in RESOURCES
        for version in ("1.0.3", "2.0.0")
        for method, there, header, status in [
            ("PUT", True, {"If_Match": "right"}, 204),
            ("PUT", True, {"If_Match": '"1111"'}, 412),
            ("PUT", True, {"If_Match": '"1111", right'}, 204),
            ("PUT", True, {"If_Match": "*"}, 204),
            ("PUT", False, {"If_Match": "*"}, 412),
            ("PUT", False, {"If_None_Match": "*"}, 204),
            ("PUT", True, {"If_None_Match": "*"}, 412),
            ("POST", True, {"If_Match": "right"}, 204),
            ("POST", True, {"If_Match": '"1111"'}, 412),
            ("POST", True, {}, 204),
            ("DELETE", True, {"If_Match": "right"}, 204),
            ("DELETE", True, {"If_Match": '"1111"'}, 412),
            ("DELETE", True, {}, 204),
        ]
    ],
]


@pytest.mark.parametrize(("resource", "version", "method", "there", "header", "status"), CONDITIONS)
def test_conditions(lrs, resource, version, method, there, header, status):
    place = Place(lrs, resource)
    if there:
        place.store({"a": 1})
        header = {name: value.replace("right", place.etag()) for name, value in header.items()}
    response = place.ask(method, {"b": 2}, version=version, **header)
    assert response.status_code == status
    if status >= 400:
        assert response.json()["error"]
        assert [bytes(each.content) for each in Document.objects.all()] == [b'{"a": 1}'] * there


REFUSED = [
    *[(resource, {name: None}) for resource in RESOURCES for name in resource[2]],
    *[(resource, {"agent": bad}) for resource in (STATE, AGENT_PROFILE) for bad in BROKEN],
    *[
        (resource, {"activityId": bad})
        for resource in (STATE, ACTIVITY_PROFILE)
        for bad in ("", "course", "a\0b")
    ],
    (STATE, {"registration": "1"}),
    (AGENT_PROFILE, {"registration": str(uuid.uuid4())}),
    (AGENT_PROFILE, {"activityId": ACTIVITY}),
    *[(resource, {"since": "yesterday", resource[1]: None}) for resource in RESOURCES],
    *[(resource, {resource[1]: ""}) for resource in RESOURCES],
    *[(resource, {"colour": "red"}) for resource in RESOURCES],
]


@pytest.mark.parametrize(("resource", "parameters"), REFUSED)
def test_parameters_are_held_to_their_form(lrs, resource, parameters):
    place = Place(lrs, resource, **parameters)
    for method in ("GET", "PUT", "POST", "DELETE"):
        if "since" in parameters and method != "GET":
            continue
        response = place.ask(method, {}, If_None_Match="*")
        assert response.status_code == 400, method
        assert response["X-Experience-API-Version"] == "1.0.3"


@pytest.mark.parametrize("resource", [AGENT_PROFILE, ACTIVITY_PROFILE])
def test_profiles_are_not_deleted_all_at_once(lrs, resource):
    assert Place(lrs, resource, profileId=None).ask("DELETE").status_code == 400
    assert Place(lrs, STATE, stateId=None).ask("PUT", {}).status_code == 400


@pytest.mark.parametrize("resource", RESOURCES)
def test_names_are_those_stored_since(lrs, resource):
    def names(**more):
        return Place(lrs, resource, **{resource[1]: None}, **more).ask("GET")

    assert names().json() == []
    Place(lrs, resource, **{resource[1]: "old"}).store({})
    moment = Document.objects.get().updated
    Place(lrs, resource, **{resource[1]: "new"}).store({})
    assert names().json() == ["new", "old"]
    assert names(since=moment.isoformat()).json() == ["new"]
    assert names()["Last-Modified"]


def test_registrations_keep_states_apart(lrs):
    one, two = str(uuid.uuid4()), str(uuid.uuid4())
    for registration in (None, one, two):
        Place(lrs, registration=registration).store({"registration": registration})
    assert Place(lrs).ask("GET").json() == {"registration": None}
    assert Place(lrs, registration=one).ask("GET").json() == {"registration": one}
    assert Place(lrs, stateId=None, registration=one).ask("DELETE").status_code == 204
    assert Document.objects.count() == 2
    assert Place(lrs, stateId=None).ask("DELETE").status_code == 204
    assert not Document.objects.exists()


def test_documents_of_others_stay(lrs):
    Place(lrs).store({})
    Place(lrs, agent='{"mbox":"mailto:other@partner.example"}').store({"other": 1})
    Place(lrs, activityId=HOME + "courses/2").store({"other": 1})
    Place(lrs, stateId=None).ask("DELETE")
    assert Document.objects.count() == 2


SCOPES = [
    # scope, resource, write, read
    (Scope.ALL, STATE, 204, 200),
    (Scope.ALL_READ, STATE, 403, 200),
    (Scope.STATE, STATE, 204, 200),
    (Scope.STATE, AGENT_PROFILE, 403, 403),
    (Scope.PROFILE, STATE, 403, 403),
    (Scope.PROFILE, AGENT_PROFILE, 204, 200),
    (Scope.PROFILE, ACTIVITY_PROFILE, 204, 200),
    (Scope.STATEMENTS_WRITE, STATE, 403, 403),
    (Scope.STATEMENTS_READ, STATE, 403, 403),
]


@pytest.mark.parametrize(("scope", "resource", "write", "read"), SCOPES)
def test_scopes_are_enforced(lrs, scope, resource, write, read):
    Place(lrs, resource).store({})
    place = Place(scoped(scope), resource)
    assert place.ask("GET").status_code == read
    assert place.ask("POST", {}).status_code == write
    assert place.ask("DELETE").status_code == write


def test_a_key_for_some_activities_opens_only_their_state(db):
    new = create_credential(name="course", scopes=[Scope.STATE], activities=HOME + "courses/1")
    place = Place(Lrs(new))
    place.store({})
    assert Place(Lrs(new), activityId=HOME + "courses/10").ask("POST", {}).status_code == 403
    assert Place(Lrs(new), activityId=HOME + "courses/10").ask("GET").status_code == 403


def test_without_a_key_nothing_is_said(db):
    lrs = Lrs(new_partner())
    lrs.headers["Authorization"] = "Basic bm9ib2R5Om5vdGhpbmc="
    for resource in RESOURCES:
        for method in ("GET", "PUT", "POST", "DELETE"):
            assert Place(lrs, resource).ask(method, {}).status_code == 401


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_one_of_many_at_once_stores_the_first_document(transactional_db):
    new = new_partner()

    def put(number):
        def call():
            return Place(Lrs(new)).ask("PUT", {"n": number}, If_None_Match="*").status_code

        return call

    assert sorted(in_threads(*map(put, range(6)))) == [204, 412, 412, 412, 412, 412]


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_merges_at_once_lose_nothing(transactional_db):
    new = new_partner()

    def post(number):
        return lambda: Place(Lrs(new)).ask("POST", {str(number): number}).status_code

    assert in_threads(*map(post, range(6))) == [204] * 6
    assert Place(Lrs(new)).ask("GET").json() == {str(number): number for number in range(6)}
