"""Everything that was recorded about a person, for that person to take along."""

from __future__ import annotations

import json
import tracemalloc
import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from learning.lrs import own
from learning.lrs.actors import link_alias
from learning.lrs.facts import fact
from learning.lrs.models import Statement
from learning.lrs.store import store
from learning.people.models import User
from learning.xapi import verbs
from learning.xapi.validation import validate_all
from tests.factories.clients import client_of
from tests.factories.courses import Writing, complete_lessons, published_course, started
from tests.factories.people import Cast, cast
from tests.home.stating import NOW, partner, says, told_by

pytestmark = pytest.mark.django_db
FILE, PAGE = "/account/data/statements.json", "/account/data/"


@pytest.fixture
def people(db: None) -> Cast:
    return cast()


def taken_along(person: User, address: str = FILE) -> dict:
    answer = client_of(person).get(address)
    assert answer.status_code == 200
    assert answer.streaming
    assert answer["Content-Type"] == "application/json"
    return json.loads(b"".join(answer.streaming_content))


def ids(result: dict) -> list[str]:
    return [statement["id"] for statement in result["statements"]]


def voids(statement: str) -> str:
    [id] = store(
        [
            {
                "id": str(uuid.uuid4()),
                "actor": {"mbox": "mailto:keeper@demo.example"},
                "verb": verbs.VOIDED.as_json(),
                "object": {"objectType": "StatementRef", "id": statement},
                "timestamp": NOW.isoformat(),
            }
        ],
        now=NOW + timedelta(days=1),
    ).ids
    return str(id)


def test_what_somebody_did_is_there_exactly_as_it_is_stored(writing: Writing) -> None:
    published_course(writing)
    learner = writing.cast.learner
    started(learner, "asking-good-questions")
    complete_lessons(learner, "asking-good-questions", 1, 2)
    result = taken_along(learner)
    stored = Statement.objects.filter(actor=learner.actor).order_by("stored", "seq")
    assert result == {"statements": [json.loads(one.raw) for one in stored], "more": ""}
    assert len(result["statements"]) == 6, "registered, two lessons opened and completed, course"


def test_it_has_the_form_of_xapi(people: Cast) -> None:
    says(people.learner, result={"score": {"scaled": 0.7}, "response": "my words"})
    result = taken_along(people.learner)
    assert set(result) == {"statements", "more"}
    assert result["statements"][0]["result"]["response"] == "my words", "nothing is withheld"
    validate_all(result["statements"])


def test_only_ones_own_are_there_under_every_name_and_what_was_voided_with_its_voiding(
    people: Cast,
) -> None:
    agent = {"mbox": "mailto:third@person.example"}
    link_alias(own=people.learner.actor, agent=agent)
    mine = says(people.learner, "1")
    says(people.manager, "1")
    by_a_partner = told_by(partner(), agent, now=NOW + timedelta(hours=1))
    told_by(partner("Other", ""), {"mbox": "mailto:fourth@person.example"})
    voiding = voids(mine)
    voids(says(people.manager, "2"))
    assert ids(taken_along(people.learner)) == [mine, by_a_partner, voiding]
    assert ids(taken_along(people.outsider)) == []


def test_where_something_is_voided_again_and_again_it_is_told_once(people: Cast) -> None:
    mine = says(people.learner)
    first = voids(mine)
    for _again in range(3):
        voids(mine)
    assert ids(taken_along(people.learner)) == [mine, first]


@pytest.mark.parametrize(
    ("most", "bytes", "sizes"),
    [(10, 10**9, [7]), (7, 10**9, [7]), (3, 10**9, [3, 3, 1]), (10, 1, [1] * 7)],
)
def test_parts_are_bounded_and_lead_on_to_each_other(
    people: Cast, monkeypatch: pytest.MonkeyPatch, most: int, bytes: int, sizes: list[int]
) -> None:
    monkeypatch.setattr(own, "MOST_STATEMENTS", most)
    monkeypatch.setattr(own, "MOST_BYTES", bytes)
    told = [
        says(people.learner, str(number), now=NOW + timedelta(minutes=number // 2))
        for number in range(7)
    ]
    found, address, parts = [], FILE, []
    while address:
        parts.append(address)
        result = taken_along(people.learner, address)
        found.append(ids(result))
        address = result["more"]
    assert [len(part) for part in found] == sizes
    assert [id for part in found for id in part] == told, "all of them, once, oldest first"
    page = client_of(people.learner).get(PAGE).content.decode()
    assert [part in page for part in parts] == [True] * len(parts)
    assert "7 statements are recorded about you" in page


def test_another_persons_place_leads_to_nothing_of_theirs(people: Cast) -> None:
    says(people.manager)
    [theirs] = Statement.objects.values_list("seq", flat=True)
    mine = says(people.learner, now=NOW + timedelta(days=1))
    assert ids(taken_along(people.learner, f"{FILE}?after={theirs}")) == [mine]


@pytest.mark.parametrize("after", ["x", "-1", "9" * 30, "1 2", "٣", "123456"])
def test_a_place_that_is_none_is_not_there(people: Cast, after: str) -> None:
    assert client_of(people.learner).get(FILE, {"after": after}).status_code == 404


def test_with_nothing_recorded_the_page_says_so(people: Cast) -> None:
    page = client_of(people.learner).get(PAGE).content.decode()
    assert "Nothing is recorded yet" in page
    assert FILE not in page
    assert taken_along(people.learner) == {"statements": [], "more": ""}


def test_somebody_without_a_pseudonym_has_no_statements(people: Cast) -> None:
    User.objects.filter(pk=people.learner.pk).update(actor=None)
    assert taken_along(people.learner) == {"statements": [], "more": ""}


def test_memory_does_not_grow_with_what_somebody_did(people: Cast) -> None:
    """Ten times as many statements of 20 kB take no more than a few of them at once."""

    def peak() -> int:
        answer = client_of(people.learner).get(FILE)
        tracemalloc.start()
        sent = sum(len(chunk) for chunk in answer.streaming_content)
        _now, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert sent > 20_000 * Statement.objects.count()
        return most

    def state(numbers: range) -> None:
        for number in numbers:
            says(people.learner, str(number), result={"response": "words " * 3_500})

    state(range(20))
    peak()  # what is made once
    few = peak()
    state(range(20, 200))
    assert peak() < few + 100_000, "one text at a time"


def test_a_part_costs_the_same_however_many_there_are(
    people: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(own, "MOST_STATEMENTS", 5)

    def asked() -> int:
        client = client_of(people.learner)
        client.get(FILE)
        with CaptureQueriesContext(connection) as queries:
            b"".join(client.get(FILE).streaming_content)
        return len(queries)

    for number in range(3):
        says(people.learner, str(number))
    few = asked()
    for number in range(3, 20):
        says(people.learner, str(number))
    assert asked() == few


def test_the_way_there_stands_in_the_account_and_in_my_learning(writing: Writing) -> None:
    published_course(writing)
    started(writing.cast.learner, "asking-good-questions")
    client = client_of(writing.cast.learner)
    for address in ("/account/", "/my-learning/"):
        assert f'href="{PAGE}"' in client.get(address).content.decode(), address


def test_what_is_stated_twice_is_one(people: Cast) -> None:
    statement = fact(
        person_actor=people.learner.actor,
        verb=verbs.COMPLETED,
        activity={"id": "https://service.example/1", "objectType": "Activity"},
        timestamp=NOW,
    )
    for _again in range(2):
        store([statement], now=NOW)
    assert ids(taken_along(people.learner)) == [statement["id"]]
