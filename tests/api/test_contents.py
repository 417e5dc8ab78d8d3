"""What the API says, and to whom."""

from __future__ import annotations

import pytest
from django.test import Client
from rest_framework.test import APIClient

from learning.catalogue.api import ByEntry
from tests.api.conftest import token_client
from tests.factories.courses import Writing, complete_lessons, published_course, started
from tests.factories.people import PASSWORD, Cast

SLUG = "asking-good-questions"


@pytest.mark.parametrize("path", ["me/", "catalogue/", "my/records/"])
def test_nobody_reads_without_signing_in(db: None, path: str) -> None:
    response = APIClient().get(f"/api/v1/{path}")
    assert response.status_code == 401
    assert response["WWW-Authenticate"].startswith("Token")


@pytest.mark.parametrize("path", ["me/", "catalogue/", "my/records/"])
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_it_is_read_only(people: Cast, path: str, method: str) -> None:
    client = token_client(people.learner)
    assert getattr(client, method)(f"/api/v1/{path}").status_code == 405


def test_a_session_opens_it_too(people: Cast) -> None:
    client = Client()
    client.post("/sign-in/password/", {"login": people.learner.email, "password": PASSWORD})
    assert client.get("/api/v1/me/").json()["email"] == people.learner.email


def test_me_is_who_the_token_belongs_to_and_names_no_pseudonym(people: Cast) -> None:
    answer = token_client(people.learner).get("/api/v1/me/")
    assert answer.json()["id"] == str(people.learner.public_id)
    assert answer.json()["organisation"] == {"code": "DFE-CLAIMS", "name": "Claims team"}
    assert people.learner.actor.identifier["account"]["name"] not in answer.content.decode()


def test_the_catalogue_is_what_the_person_may_learn(writing: Writing, people: Cast) -> None:
    def titles(person: object) -> list[str]:
        results = token_client(person).get("/api/v1/catalogue/").json()["results"]
        return [entry["title"] for entry in results]

    assert titles(people.learner) == ["Asking good questions", "Only ours"]
    assert titles(people.outsider) == ["Asking good questions"]


@pytest.mark.parametrize(
    ("tag", "found"),
    [
        *((tag, 2) for tag in ("en", "en-GB", "en-gb", "EN", "en-US")),
        *((tag, 0) for tag in ("cy", "cy-GB", "fr")),
    ],
)
def test_a_language_means_what_the_pages_mean(
    writing: Writing, people: Cast, tag: str, found: int
) -> None:
    answer = token_client(people.learner).get("/api/v1/catalogue/", {"language": tag})
    assert len(answer.json()["results"]) == found
    browser = Client()
    browser.force_login(people.learner)
    page = browser.get("/catalogue/", {"language": tag}).content.decode()
    if tag != "fr":  # a page leaves out what there is not
        assert ("Only ours" in page) == bool(found)


def test_the_catalogue_narrows_and_refuses_what_it_does_not_know(
    writing: Writing, people: Cast
) -> None:
    client = token_client(people.learner)
    found = client.get("/api/v1/catalogue/", {"topic": "data", "title": "ours"}).json()["results"]
    assert [entry["title"] for entry in found] == ["Only ours"]
    assert client.get("/api/v1/catalogue/", {"level": "wizard"}).status_code == 400
    assert client.get("/api/v1/catalogue/", {"title": "a\0b"}).status_code == 400


def test_records_are_the_persons_own(writing: Writing, people: Cast) -> None:
    started(people.learner, SLUG)
    complete_lessons(people.learner, SLUG, 1, 2)
    started(people.mentor, SLUG)
    (record,) = token_client(people.learner).get("/api/v1/my/records/").json()["results"]
    assert record["title"] == "Asking good questions"
    assert record["completed_at"]
    assert token_client(people.outsider).get("/api/v1/my/records/").json()["results"] == []


def test_pages_follow_one_another_without_gap(
    writing: Writing, people: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert ByEntry.page_size == 50
    monkeypatch.setattr(ByEntry, "page_size", 2)
    published_course(writing, title="One more", slug="one-more", lessons=1)
    client = token_client(people.learner)
    page = client.get("/api/v1/catalogue/").json()
    rest = client.get(page["next"]).json()
    assert (len(page["results"]), len(rest["results"]), rest["next"]) == (2, 1, None)
    assert len({entry["id"] for entry in page["results"] + rest["results"]}) == 3
    assert client.get("/api/v1/catalogue/", {"cursor": "nonsense"}).status_code == 404


def test_the_catalogue_takes_the_same_queries_however_long(
    writing: Writing, people: Cast, django_assert_max_num_queries
) -> None:
    for number in range(6):
        published_course(writing, title=f"Course {number}", slug=f"course-{number}", lessons=1)
    client = token_client(people.learner)
    with django_assert_max_num_queries(6):
        assert len(client.get("/api/v1/catalogue/").json()["results"]) == 8


def test_a_token_of_somebody_who_left_opens_nothing(people: Cast) -> None:
    client = token_client(people.learner)
    people.learner.left_on = people.learner.joined_on
    people.learner.save()
    assert client.get("/api/v1/me/").status_code == 401
