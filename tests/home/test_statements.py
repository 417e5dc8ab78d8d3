"""The statements of others: who finds what, what is withheld, and that it stays quick."""

from __future__ import annotations

import json
import re
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from learning.home import selectors
from learning.home.withheld import shown
from learning.lrs.actors import link_alias
from learning.lrs.browsing import Filters
from learning.lrs.credentials import create_credential
from learning.lrs.facts import fact
from learning.lrs.models import Scope, Statement
from learning.lrs.sources import source_of
from learning.lrs.store import store
from learning.people.models import Role
from learning.people.roles import grant_role
from learning.xapi import activity_types, builders, verbs
from learning.xapi.validation import Version
from tests.factories.people import Cast, PersonFactory, cast

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 5, 1, 9, 30, tzinfo=UTC)
PARTNER = "https://partner.example/"
URL, FILE = "/statements/", "/statements.jsonl"
SECRETS = ("0.314", "my own words", "PT17M", "third@person.example", "half past", "09:30", "T10:30")


@pytest.fixture
def people(db) -> Cast:
    return cast()


def browser(person) -> Client:
    client = Client()
    client.force_login(person, backend="learning.people.backends.EmployedBackend")
    return client


def says(person, name="1", *, verb=verbs.COMPLETED, now=NOW, **parts):
    """Store that a person did something here, and return its id as text."""
    statement = fact(
        person_actor=person.actor,
        verb=verb,
        activity=builders.activity(
            f"https://service.example/{name}",
            type=activity_types.LESSON,
            name={"en": f"Thing {name}"},
        ),
        timestamp=now,
        occurrence=str(uuid.uuid4()),
        **parts,
    )
    [id] = store([statement], now=now).ids
    return str(id)


def partner(name="Library", activities=PARTNER):
    new = create_credential(name=name, scopes=[Scope.ALL], activities=activities)
    return source_of(new.credential, Version.V1_0)


def told_by(source, agent, *, now=NOW, **parts):
    """Store what a partner says with everything that can be said in a statement."""
    statement = {
        "id": str(uuid.uuid4()),
        "actor": {"name": "Third Person", **agent},
        "verb": verbs.COMPLETED.as_json(),
        "object": {
            "id": PARTNER + "courses/1",
            "definition": {
                "name": {"en": "Charts"},
                "type": "http://adlnet.gov/expapi/activities/cmi.interaction",
                "interactionType": "fill-in",
                "correctResponsesPattern": ["my own words"],
                "extensions": {PARTNER + "x": "my own words"},
            },
        },
        "result": {
            "score": {"scaled": 0.314},
            "success": False,
            "completion": True,
            "response": "my own words",
            "duration": "PT17M",
            "extensions": {PARTNER + "x": "my own words"},
        },
        "context": {
            "instructor": {"mbox": "mailto:third@person.example"},
            "extensions": {PARTNER + "x": "half past"},
            "statement": {"objectType": "StatementRef", "id": str(uuid.uuid4())},
        },
        "timestamp": now.isoformat(),
        **parts,
    }
    [id] = store([statement], now=now, source=source).ids
    return str(id)


def listed(client, **filters):
    response = client.get(URL, filters)
    assert response.status_code == 200, response.content
    return re.findall(r"/statements/([0-9a-f-]{36})/", response.content.decode())


def downloaded(client, **filters):
    response = client.get(FILE, filters)
    assert response.status_code == 200
    assert response.streaming
    return [json.loads(line) for line in b"".join(response).splitlines()]


# Whose


def test_an_ld_lead_finds_the_people_of_their_part_and_nobody_else(people):
    mine = [says(people.learner), says(people.manager, now=NOW + timedelta(minutes=1))]
    says(people.outsider)
    says(people.admin)
    left = PersonFactory(organisation=people.team)
    says(left)
    left.left_on = timezone.localdate()
    left.save()
    nobodys = {"actor": {"mbox": "mailto:unknown@partner.example"}}
    told_by(partner(), nobodys["actor"])
    lead = browser(people.ld_lead)
    assert listed(lead) == mine[::-1]
    assert [each["id"] for each in downloaded(lead)] == mine[::-1]


def test_a_role_for_a_team_ends_with_the_team(people):
    grant_role(person=people.mentor, role=Role.LD_LEAD, organisation=people.team, now=NOW)
    inside, outside = says(people.learner), says(people.senior_manager)
    lead = browser(people.mentor)
    assert inside in listed(lead)
    assert outside not in listed(lead)
    assert lead.get(f"{URL}{inside}/").status_code == 200
    assert lead.get(f"{URL}{outside}/").status_code == 404


def test_a_partners_name_for_a_person_is_that_person(people):
    source = partner()
    agent = {"mbox": "mailto:third@person.example"}
    link_alias(own=people.learner.actor, agent=agent)
    id = told_by(source, agent)
    lead = browser(people.ld_lead)
    assert listed(lead, email="learner@demo.example") == [id]
    page = lead.get(f"{URL}{id}/").content.decode()
    assert people.learner.actor.identifier["account"]["name"] in page
    assert "third@person.example" not in page
    assert "Third Person" not in page


def test_a_person_is_found_by_email_only_where_their_statements_may_be_seen(people):
    id = says(people.learner)
    says(people.manager)
    says(people.outsider)
    lead = browser(people.ld_lead)
    assert listed(lead, email="Learner@demo.example") == [id]
    pages = []
    for email in ("outsider@demo.example", "no-one@demo.example"):
        for address in (URL, FILE):
            response = lead.get(address, {"email": email})
            assert response.status_code == 422
            pages.append(response.content.decode().replace(email.partition("@")[0], ""))
    assert "nobody with this address whose statements you can see" in pages[0]
    clean = [re.sub(r'csrfmiddlewaretoken.*?>|nonce="[^"]*"', "", page) for page in pages]
    assert clean[0] == clean[2], "whether the address is somebody's is not told"


@pytest.mark.parametrize("role", ["learner", "manager", "author", "dpo", "coordinator", "admin"])
def test_for_everybody_else_there_is_no_such_page(people, role):
    id = says(getattr(people, role))
    client = browser(getattr(people, role))
    assert client.get(URL).status_code == 404
    assert client.get(FILE).status_code == 404
    assert client.get(f"{URL}{id}/").status_code == 404
    assert URL not in client.get("/").content.decode()


def test_the_home_page_of_an_ld_lead_leads_there(people):
    assert f'href="{URL}"' in browser(people.ld_lead).get("/").content.decode()


# What of it


def test_scores_answers_times_and_other_people_are_withheld(people):
    agent = {"mbox": "mailto:third@person.example"}
    link_alias(own=people.learner.actor, agent=agent)
    id = told_by(partner(), agent)
    lead = browser(people.ld_lead)
    [line] = downloaded(lead)
    assert line["result"] == {"completion": True}
    assert line["timestamp"] == line["stored"] == "2026-05-01"
    texts = [
        json.dumps(line),
        lead.get(URL).content.decode(),
        lead.get(f"{URL}{id}/").content.decode(),
    ]
    for text in texts:
        assert not [secret for secret in SECRETS if secret in text]
    assert "Charts" in texts[2]


def test_what_a_partner_may_invent_is_withheld_too():
    said = {
        "id": "1", "actor": {"mbox": "mailto:a@b.c"}, "verb": {"id": "v"},
        "object": {"objectType": "Agent", "mbox": "mailto:d@e.f"},
        "attachments": [{"display": {"en": "my own words"}}], "surprise": "my own words",
        "context": {"team": {"mbox": "mailto:t@t.t"}, "language": "en", "contextAgents": [1]},
    }  # fmt: skip
    told = shown(said, person={"account": {}}, timestamp=NOW, stored=NOW)
    assert told["object"] == {"objectType": "Agent"}
    assert told["context"] == {"language": "en"}
    assert "mailto" not in json.dumps(told)
    assert "my own words" not in json.dumps(told)


def test_attempts_answers_and_steps_in_between_are_not_listed_opened_or_handed_over(people):
    hidden = [
        says(people.learner, verb=verb, result={"response": "my own words"})
        for verb in (verbs.ANSWERED, verbs.FAILED, verbs.INITIALIZED)
    ]
    lead = browser(people.ld_lead)
    assert listed(lead) == downloaded(lead) == []
    for verb in (verbs.ANSWERED, verbs.FAILED):
        assert listed(lead, verb=verb.iri) == []
    for id in hidden:
        assert lead.get(f"{URL}{id}/").status_code == 404


def test_ones_own_are_shown_whole(people):
    id = says(people.ld_lead, verb=verbs.ANSWERED, result={"response": "my own words"})
    lead = browser(people.ld_lead)
    assert listed(lead) == [id]
    [line] = downloaded(lead)
    assert line["result"]["response"] == "my own words"
    assert line["timestamp"].startswith("2026-05-01T09:30")
    assert "left out" not in lead.get(f"{URL}{id}/").content.decode()


# Filters


def test_each_filter_narrows_the_list_and_the_download(people):
    registration = uuid.uuid4()
    agent = {"mbox": "mailto:third@person.example"}
    link_alias(own=people.manager.actor, agent=agent)
    first = says(people.learner, "1", now=NOW - timedelta(days=2), registration=registration)
    second = says(people.learner, "2", now=NOW - timedelta(days=1), verb=verbs.PASSED)
    third = told_by(partner(), agent)
    fourth = told_by(partner("Stranger", ""), agent, now=NOW + timedelta(minutes=1))
    lead = browser(people.ld_lead)
    sources = {
        name: re.search(rf'<option value="([^"]*)"[^>]*>{name}<', lead.get(URL).content.decode())[1]
        for name in ("This service", "Library", "Stranger")
    }
    for filters, expected in (
        ({}, [fourth, third, second, first]),
        ({"verb": verbs.PASSED.iri}, [second]),
        ({"activity": "https://service.example/1"}, [first]),
        ({"activity": "https://service.example/never-named"}, []),
        ({"registration": str(registration)}, [first]),
        ({"registration": str(uuid.uuid4())}, []),
        ({"since": "2026-04-30"}, [fourth, third, second]),
        ({"until": "2026-04-30"}, [second, first]),
        ({"since": "2026-04-30", "until": "2026-04-30"}, [second]),
        ({"source": sources["This service"]}, [second, first]),
        ({"source": sources["Library"]}, [third]),
        ({"source": sources["Stranger"]}, [fourth]),
        ({"email": "manager@demo.example"}, [fourth, third]),
        ({"email": "learner@demo.example", "verb": verbs.PASSED.iri}, [second]),
        ({"email": "learner@demo.example", "source": sources["Library"]}, []),
    ):
        assert listed(lead, **filters) == expected, filters
        assert [each["id"] for each in downloaded(lead, **filters)] == expected, filters


@pytest.mark.parametrize(
    "filters",
    [
        {"email": "x"}, {"verb": "x"}, {"activity": "x"}, {"registration": "x"}, {"since": "x"},
        {"until": "2026-13-01"}, {"source": "x"}, {"since": "2026-02-02", "until": "2026-02-01"},
        {"email": "a\0b@c.d"}, {"activity": "https://x\0"}, {"activity": "https://x/" + "y" * 3000},
        {"since": "9999-12-31", "until": "0001-01-01"},
    ],
)  # fmt: skip
def test_a_bad_filter_gets_a_message_and_keeps_what_was_typed(people, filters):
    lead = browser(people.ld_lead)
    for address in (URL, FILE):
        response = lead.get(address, filters)
        assert response.status_code == 422
        assert b"There is a problem" in response.content


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_the_ends_of_the_calendar_are_days_like_others(people, day):
    lead = browser(people.ld_lead)
    for name in ("since", "until"):
        assert lead.get(URL, {name: day}).status_code == 200


# One statement


def test_a_voided_statement_is_shown_as_voided_and_one_that_does_not_count_as_such(people):
    agent = {"mbox": "mailto:third@person.example"}
    link_alias(own=people.learner.actor, agent=agent)
    counts, idle = told_by(partner(), agent), told_by(partner("Stranger", ""), agent)
    lead = browser(people.ld_lead)
    pages = {id: lead.get(f"{URL}{id}/").content.decode() for id in (counts, idle)}
    assert "so it counts in the person’s record" in pages[counts]
    assert "Library" in pages[counts]
    assert "may not vouch for this activity" in pages[idle]
    Statement.objects.filter(id=counts).update(voided=True)
    assert "taken back" in lead.get(f"{URL}{counts}/").content.decode()
    assert set(listed(lead)) == {counts, idle}


# Pages


def many(person, count):
    return [
        says(person, str(number), now=NOW + timedelta(seconds=number)) for number in range(count)
    ]


@pytest.mark.parametrize("few", [0, 100])
def test_pages_follow_one_another_and_leave_nothing_out(people, few, monkeypatch):
    monkeypatch.setattr(selectors, "FEW", few)
    monkeypatch.setattr(selectors, "PER_PAGE", 4)
    monkeypatch.setattr(selectors, "FIRST_STEP", 3)
    ids = many(people.learner, 11)
    for number in range(20):
        says(people.outsider, f"o{number}", now=NOW + timedelta(seconds=number))
    lead = browser(people.ld_lead)
    found, address = [], URL
    while address:
        page = lead.get(address).content.decode()
        found.append(re.findall(r"/statements/([0-9a-f-]{36})/", page))
        more = re.search(r'href="(\?[^"]*after=\d+)"', page)
        address = URL + more[1] if more else ""
    assert [len(each) for each in found] == [4, 4, 3]
    assert [id for page in found for id in page] == ids[::-1]
    assert [each["id"] for each in downloaded(lead)] == ids[::-1]


def test_where_little_is_to_be_seen_a_page_ends_after_a_look_and_leads_on(people, monkeypatch):
    monkeypatch.setattr(selectors, "FEW", 0)
    monkeypatch.setattr(selectors, "FIRST_STEP", 5)
    monkeypatch.setattr(selectors, "PER_LOOK", 10)
    id = says(people.learner, now=NOW - timedelta(days=1))
    for number in range(25):
        says(people.outsider, f"o{number}", now=NOW + timedelta(seconds=number))
    lead = browser(people.ld_lead)
    address, looks = URL, 0
    while True:
        page = lead.get(address).content.decode()
        looks += 1
        if id in page:
            break
        assert "There may be more further back" in page
        address = URL + re.search(r'href="(\?[^"]*after=\d+)"', page)[1]
    assert looks == 3


@pytest.mark.parametrize("after", ["x", "-1", "9" * 30, "0", "٣", "1\0"])
def test_a_place_that_is_none_is_the_first_page(people, after):
    id = says(people.learner)
    assert listed(browser(people.ld_lead), after=after) == [id]


@pytest.mark.parametrize("few", [0, 100])
def test_a_page_costs_the_same_number_of_queries_whatever_is_on_it(people, few, monkeypatch):
    monkeypatch.setattr(selectors, "FEW", few)
    lead = browser(people.ld_lead)
    many(people.learner, 2)
    lead.get(URL)
    with CaptureQueriesContext(connection) as little:
        lead.get(URL)
    many(people.manager, 30)
    with CaptureQueriesContext(connection) as much:
        assert len(listed(lead)) == 32
    assert len(much) == len(little) <= 18


def test_the_texts_of_others_are_never_read(people, monkeypatch):
    """What is not to be seen does not even reach this process."""
    says(people.outsider)
    read = []
    monkeypatch.setattr(selectors, "FEW", 0)
    monkeypatch.setattr(selectors, "read", lambda seqs: read.append(seqs) or [])
    page = selectors.statements_seen(people.ld_lead, Filters(), after="", on=timezone.localdate())
    assert not page.lines
    assert not read
