"""Lists of statements: filters, pages, and that a later page costs what the first does."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from learning.home import selectors
from learning.lrs.actors import link_alias
from learning.lrs.browsing import Filters
from learning.xapi import verbs
from tests.factories.people import Cast, cast

from .stating import FILE, NOW, URL, browser, downloaded, listed, partner, says, told_by

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(db) -> Cast:
    return cast()


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
        assert "There may be older statements" in page
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


# Length


def test_a_list_of_long_statements_is_short_and_the_file_is_whole(people, settings):
    settings.LRS_MAX_SHOWN_BYTES = 4_000
    source = partner()
    agent = {"mbox": "mailto:long@person.example"}
    link_alias(own=people.learner.actor, agent=agent)
    ids = [
        told_by(source, agent, context={"extensions": {"urn:x:e": "long " * 5_000}})
        for _number in range(5)
    ]
    lead = browser(people.ld_lead)
    page = lead.get(URL)
    assert listed(lead) == ids[::-1]
    assert "https://partner.example/courses/1" in page.content.decode(), "by its address"
    assert len(page.content) < 40_000
    assert [line["id"] for line in downloaded(lead)] == ids[::-1]
    whole = browser(people.learner)
    assert whole.get(f"{URL}{ids[0]}/").status_code in (200, 404)


def test_what_does_not_count_is_told_with_who_says_so(people):
    agent = {"mbox": "mailto:third@person.example"}
    link_alias(own=people.learner.actor, agent=agent)
    id = told_by(partner("Stranger", ""), agent)
    page = browser(people.ld_lead).get(f"{URL}{id}/").content.decode()
    assert "Does not count" in page
    assert "Who says so" in page
    assert "Stranger" in page
    assert "Who vouches for it" not in page
