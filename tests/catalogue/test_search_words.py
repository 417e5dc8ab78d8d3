"""L&D adds words that mean the same, in the Wagtail admin, and the next search knows them."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from learning.catalogue.models import SearchWords
from tests.catalogue.offers import found, offer
from tests.factories.courses import writing_department
from tests.factories.people import Cast

pytestmark = pytest.mark.django_db
ADDRESS = "/cms-admin/snippets/catalogue/searchwords/"


@pytest.fixture
def author(people: Cast) -> Client:
    writing_department(people)
    client = Client()
    client.force_login(people.author, backend="learning.people.backends.EmployedBackend")
    return client


def form(english: str = "", welsh: str = "", also: str = "") -> dict[str, Any]:
    return {"words_en": english, "words_cy": welsh, "also": also}


def test_an_author_adds_changes_and_removes_words(people: Cast, author: Client) -> None:
    offer("Casework in a nutshell")
    offer("Zebra crossings")
    assert found(people, "CRIMSON") == []
    answer = author.post(f"{ADDRESS}add/", form("CRIMSON\ncasework", "gwaith achos"))
    assert answer.status_code == 302
    for words in ("crimson", "waith achos", "Crimsons"):
        assert found(people, words) == ["Casework in a nutshell"], words
    entry = SearchWords.objects.get()
    assert entry.name == "crimson"
    assert "crimson" in author.get(ADDRESS).content.decode()
    author.post(f"{ADDRESS}edit/{entry.pk}/", form("CRIMSON", "", "zebra"))
    assert found(people, "crimson") == ["Zebra crossings"]
    assert found(people, "zebra") == ["Zebra crossings"]
    assert found(people, "casework") == ["Casework in a nutshell"]
    author.post(f"{ADDRESS}delete/{entry.pk}/")
    assert found(people, "crimson") == []


def test_an_entry_takes_the_place_of_the_one_shipped(people: Cast) -> None:
    offer("Spotting phishing")
    offer("Angling")
    assert found(people, "fishing") == ["Spotting phishing"]
    entry = SearchWords(words={"en": "fishing\nangling"})
    entry.full_clean()
    entry.save()
    assert found(people, "fishing") == ["Angling"]


def test_a_word_added_is_known_when_spelling_is_mended(people: Cast) -> None:
    offer("Casework in a nutshell")
    entry = SearchWords(words={"en": "crimson\ncasework"})
    entry.full_clean()
    entry.save()
    assert found(people, "crimsn") == ["Casework in a nutshell"]


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({}, "Enter at least one word"),
        ({"also": "charts"}, "Enter at least one word"),
        ({"words": {"en": "\n".join(f"word {n}" for n in range(31))}}, "Enter 30 lines or fewer"),
        ({"words": {"en": "x" * 61}}, "Shorten “xxxxxxxxxxxxxxxxxxxx…” to 60 characters"),
        ({"words": {"en": "good\n!!!"}}, "“!!!” has no letter or number"),
        ({"words": {"cy": "Cyfrinair"}}, "“cyfrinair” already has an entry"),
    ],
)
def test_what_would_not_work_is_refused_in_words(fields: dict[str, Any], fault: str) -> None:
    SearchWords.objects.create(name="cyfrinair", words={"cy": "cyfrinair"})
    with pytest.raises(ValidationError) as refused:
        SearchWords(**fields).full_clean()
    assert fault in " ".join(refused.value.messages)


def test_the_editor_keeps_what_was_typed_when_it_refuses(author: Client) -> None:
    page = author.post(f"{ADDRESS}add/", form("good\n!!!"))
    assert page.status_code == 200
    text = page.content.decode()
    assert "“!!!” has no letter or number" in text
    assert "good" in text
    assert not SearchWords.objects.exists()
