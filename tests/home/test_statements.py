"""The statements of others: who finds what, and what of it is withheld."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
from django.utils import timezone

from learning.home.withheld import shown
from learning.lrs.actors import link_alias
from learning.lrs.models import Statement
from learning.people.models import Role
from learning.people.roles import grant_role
from learning.xapi import verbs
from tests.factories.people import Cast, PersonFactory, cast

from .stating import FILE, NOW, URL, browser, downloaded, listed, partner, says, told_by

pytestmark = pytest.mark.django_db
SECRETS = ("0.314", "my own words", "PT17M", "third@person.example", "half past", "09:30", "T10:30")


@pytest.fixture
def people(db) -> Cast:
    return cast()


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
    assert URL not in client.get("/account/").content.decode()


def test_the_account_page_of_an_ld_lead_leads_there(people):
    assert f'href="{URL}"' in browser(people.ld_lead).get("/account/").content.decode()


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
