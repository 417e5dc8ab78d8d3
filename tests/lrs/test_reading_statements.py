"""What GET /xapi/statements finds, in which order and form."""

from __future__ import annotations

import base64
import json
import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from learning.lrs.models import Statement
from learning.xapi import verbs
from learning.xapi.times import parse_timestamp

from .conftest import HOME, foreign, void
from .speaking import LEARNER, URL

pytestmark = pytest.mark.django_db


def test_voided_statements_are_only_found_as_such(lrs):
    sent = foreign()
    voiding = void(sent["id"])
    lrs.post(sent)
    lrs.post(voiding)
    assert lrs.get(statementId=sent["id"]).status_code == 404
    assert lrs.get(voidedStatementId=sent["id"]).json()["id"] == sent["id"]
    assert lrs.get(voidedStatementId=voiding["id"]).status_code == 404
    # What the voided one would have answered to, the voiding one does.
    assert lrs.ids(agent=json.dumps(LEARNER)) == [voiding["id"]]


BAD_PARAMETERS = [
    {"unknown": "1"},
    {"Limit": "1"},
    {"limit": "-1"},
    {"limit": "many"},
    {"limit": "1" * 20},
    {"since": "yesterday"},
    {"until": "2026-13-01"},
    {"statementId": "1"},
    {"statementId": str(uuid.uuid4()), "voidedStatementId": str(uuid.uuid4())},
    {"statementId": str(uuid.uuid4()), "limit": "1"},
    {"voidedStatementId": str(uuid.uuid4()), "agent": json.dumps(LEARNER)},
    {"agent": "learner"},
    {"agent": "{}"},
    {"agent": json.dumps({"objectType": "Group", "member": [LEARNER]})},
    {"verb": "completed"},
    {"activity": "course"},
    {"activity": "https://x.example/\0"},
    {"registration": "1"},
    {"related_agents": "yes"},
    {"related_activities": "TRUE"},
    {"ascending": "1"},
    {"format": "pretty"},
    {"attachments": "maybe"},
    {"cursor": "AAAA"},
    {"cursor": "é"},
    {"cursor": base64.urlsafe_b64encode(b'{"p":[0,"x"],"x":[1,1,1],"l":1,"f":"exact"}').decode()},
]


@pytest.mark.parametrize("parameters", BAD_PARAMETERS)
def test_bad_parameters_are_refused_clearly(lrs, parameters):
    response = lrs.get(**parameters)
    assert response.status_code == 400, response.content
    assert response.json()["error"]
    assert "X-Experience-API-Consistent-Through" in response


def test_a_parameter_given_twice_is_refused(lrs):
    assert lrs.get(URL + "?limit=1&limit=2").status_code == 400


def test_everything_stored_before_consistent_through_can_be_read(lrs):
    before = timezone.now()
    lrs.post(foreign())
    through = parse_timestamp(lrs.get()["X-Experience-API-Consistent-Through"])
    assert before - timedelta(seconds=1) <= through <= timezone.now()
    assert "Last-Modified" in lrs.get(statementId=lrs.ids()[0])


@pytest.fixture
def filed(lrs):
    """Statements that differ in one thing each, by a name for each."""
    registration = str(uuid.uuid4())
    group = {"objectType": "Group", "mbox": "mailto:g@x.example", "member": [LEARNER]}
    other = {"mbox": "mailto:other@x.example"}
    filed = {
        "plain": foreign(),
        "other": foreign(other),
        "failed": foreign(other, verb=verbs.FAILED),
        "group": foreign(group),
        "about": foreign(other, object={"objectType": "Agent", **LEARNER}),
        "taught": foreign(other, context={"instructor": LEARNER}),
        "elsewhere": foreign(other, object={"id": HOME + "courses/2"}),
        "child": foreign(
            other,
            object={"id": HOME + "courses/1/lesson"},
            context={"contextActivities": {"parent": [{"id": HOME + "courses/1"}]}},
        ),
        "sub": foreign(
            other,
            object={
                "objectType": "SubStatement",
                "actor": LEARNER,
                "verb": verbs.FAILED.as_json(),
                "object": {"id": HOME + "courses/2"},
            },
        ),
        "registered": foreign(other, context={"registration": registration}),
    }
    filed["reference"] = foreign(
        other, object={"objectType": "StatementRef", "id": filed["registered"]["id"]}
    )
    for sent in filed.values():
        assert lrs.post(sent).status_code == 200
    return filed, registration


def names(filed, ids):
    by_id = {sent["id"]: name for name, sent in filed.items()}
    return {by_id[id] for id in ids}


AGENT = {"plain", "group", "about"}
COURSE_1 = {"plain", "other", "failed", "group", "taught", "registered", "reference"}
FOUND = [
    ({"agent": json.dumps(LEARNER)}, AGENT),
    ({"agent": json.dumps(LEARNER), "related_agents": "true"}, AGENT | {"taught", "sub"}),
    ({"agent": json.dumps({"mbox": "mailto:LEARNER@x.example"})}, set()),
    ({"agent": json.dumps({"mbox": "mailto:g@X.example"})}, {"group"}),
    ({"verb": verbs.FAILED.iri}, {"failed"}),
    ({"verb": "urn:x:never"}, set()),
    ({"activity": HOME + "courses/1"}, COURSE_1),
    ({"activity": HOME + "courses/1", "related_activities": "true"}, COURSE_1 | {"child"}),
    ({"activity": HOME + "courses/2", "related_activities": "true"}, {"elsewhere", "sub"}),
    ({"activity": HOME + "courses/1", "verb": verbs.FAILED.iri}, {"failed"}),
    ({"activity": HOME + "courses/1", "agent": json.dumps(LEARNER)}, {"plain", "group"}),
    (
        {
            "activity": HOME + "courses/1",
            "agent": json.dumps(LEARNER),
            "related_agents": "true",
            "related_activities": "true",
            "verb": verbs.COMPLETED.iri,
        },
        {"plain", "group", "taught"},
    ),
]


@pytest.mark.parametrize(("parameters", "expected"), FOUND)
@pytest.mark.parametrize("ascending", ["true", "false"])
def test_filters_find_what_they_should(lrs, filed, parameters, expected, ascending):
    sent, _registration = filed
    ids = lrs.ids(**parameters, ascending=ascending)
    assert names(sent, ids) == expected
    assert len(ids) == len(expected)
    order = [list(sent).index(name) for name in (next(iter(names(sent, [id]))) for id in ids)]
    assert order == sorted(order, reverse=ascending == "false")


def test_a_registration_finds_its_statements_and_those_about_them(lrs, filed):
    sent, registration = filed
    assert names(sent, lrs.ids(registration=registration)) == {"registered", "reference"}
    assert lrs.ids(registration=str(uuid.uuid4())) == []


def test_a_registration_that_looks_alike_in_its_link_is_not_taken_for_the_other(lrs):
    one, other = uuid.UUID(int=5 << 64 | 3), uuid.UUID(int=3 << 64 | 5)
    sent = foreign(context={"registration": str(one)})
    lrs.post(sent)
    assert lrs.ids(registration=str(one)) == [sent["id"]]
    assert lrs.ids(registration=str(other)) == []


def test_a_reference_that_came_first_is_found_by_what_it_refers_to(lrs):
    target = foreign()
    second = foreign(
        {"mbox": "mailto:b@x.example"}, object={"objectType": "StatementRef", "id": target["id"]}
    )
    third = foreign(
        {"mbox": "mailto:c@x.example"}, object={"objectType": "StatementRef", "id": second["id"]}
    )
    for sent in (third, second, target):
        lrs.post(sent)
    assert lrs.ids(agent=json.dumps(LEARNER), ascending="true") == [
        third["id"],
        second["id"],
        target["id"],
    ]


def test_pages_follow_one_another_whatever_is_written_meanwhile(lrs, filed):
    sent, _registration = filed
    for parameters in ({}, {"activity": HOME + "courses/1", "related_activities": "true"}):
        for ascending in ("true", "false"):
            whole = lrs.ids(**parameters, ascending=ascending)
            page = lrs.get(**parameters, ascending=ascending, limit=2).json()
            seen = []
            while True:
                seen += [each["id"] for each in page["statements"]]
                if not page["more"]:
                    break
                assert page["more"].startswith(URL)
                if ascending == "false":
                    lrs.post(foreign())
                page = lrs.get(page["more"]).json()
            assert seen == whole
    assert len(sent) == 11


def test_since_is_exclusive_and_until_inclusive(lrs):
    first, second, third = foreign(), foreign(), foreign()
    for sent in (first, second, third):
        lrs.post(sent)
    base = timezone.now().replace(microsecond=0)
    for minutes, sent in enumerate((first, second, third)):
        moment = base + timedelta(minutes=minutes)
        row = Statement.objects.get(id=sent["id"])
        row.links.update(stored=moment)
        Statement.objects.filter(pk=row.pk).update(stored=moment)
    middle = (base + timedelta(minutes=1)).isoformat()
    for more in ({}, {"agent": json.dumps(LEARNER)}):
        assert lrs.ids(since=middle, **more) == [third["id"]]
        assert lrs.ids(until=middle, **more) == [second["id"], first["id"]]
        assert lrs.ids(since=middle, until=middle, **more) == []


def test_formats(lrs):
    thing = {
        "objectType": "Activity",
        "id": HOME + "courses/1",
        "definition": {"name": {"en-GB": "Course", "cy": "Cwrs"}, "type": "urn:x:t"},
    }
    sent = foreign({**LEARNER, "name": "A Learner"}, object=thing)
    lrs.post(sent)
    only = lrs.get(statementId=sent["id"], format="ids").json()
    assert (only["actor"], only["object"]) == (LEARNER, {"id": HOME + "courses/1"})
    assert only["verb"] == {"id": verbs.COMPLETED.iri}
    lrs.headers["Accept-Language"] = "cy, en;q=0.5"
    page = lrs.get(format="canonical").json()
    assert page["statements"][0]["object"]["definition"]["name"] == {"cy": "Cwrs"}
    assert page["statements"][0]["verb"]["display"] == {"cy": "cwblhaodd"}


def test_what_is_linked_in_two_ways_is_told_once(lrs):
    target = foreign({"mbox": "mailto:b@x.example"}, context={"instructor": LEARNER})
    about = foreign(object={"objectType": "StatementRef", "id": target["id"]})
    # The target comes late, so what is about it has the learner's link in both kinds.
    for sent in (about, target):
        lrs.post(sent)
    asked = {"agent": json.dumps(LEARNER), "related_agents": "true"}
    for ascending in ("true", "false"):
        assert sorted(lrs.ids(**asked, ascending=ascending)) == sorted([about["id"], target["id"]])
        first = lrs.get(**asked, ascending=ascending, limit=1).json()
        rest = []
        while first["more"]:
            first = lrs.get(first["more"]).json()
            rest += [each["id"] for each in first["statements"]]
        assert len(rest) == len(set(rest)) == 1
    three = {**asked, "activity": HOME + "courses/1", "related_activities": "true"}
    assert sorted(lrs.ids(**three, verb=verbs.COMPLETED.iri)) == sorted([about["id"], target["id"]])
