"""Searching by what words mean: other words, other spellings, other forms; and saying so."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from learning.catalogue.models import Activity
from learning.catalogue.selectors import Matched, search
from tests.catalogue.offers import found, offer
from tests.factories.clients import client_of
from tests.factories.people import Cast

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("words", ["gwyl", "GŴYL", "gŵyl", "ŵyl", "wyl"])
def test_accents_capitals_and_welsh_first_letters_do_not_matter(people: Cast, words: str) -> None:
    offer("Trefnu gŵyl", language="cy")
    offer("Trefnu priodas", language="cy")
    assert found(people, words) == ["Trefnu gŵyl"]


@pytest.mark.parametrize("words", ["nghyfrinair", "gyfrinair", "chyfrinair", "cyfrinair"])
def test_a_mutated_word_finds_the_radical_in_a_text_and_back(people: Cast, words: str) -> None:
    offer("Cadw’n saff", language="cy", body="Newidiwch eich cyfrinair.")
    offer("Dim byd", language="cy")
    assert found(people, words) == ["Cadw’n saff"]


def test_hyphens_and_apostrophes_do_not_matter(people: Cast) -> None:
    offer("People’s e-learning")
    offer("Other things")
    for words in ("people's", "peoples elearning", "e-learning", "people’s e‑learning"):
        assert found(people, words) == ["People’s e-learning"], words


def test_an_english_course_is_found_by_welsh_words_and_a_welsh_one_by_english(people: Cast) -> None:
    offer("Spotting phishing")
    offer("Osgoi gwe-rwydo", language="cy")
    offer("Unrelated")
    assert found(people, "we-rwydo") == ["Osgoi gwe-rwydo", "Spotting phishing"]
    assert found(people, "phishing") == ["Spotting phishing", "Osgoi gwe-rwydo"]


def test_the_words_as_typed_come_before_those_that_mean_the_same(people: Cast) -> None:
    offer("Data protection in a day")
    offer("GDPR in a day")
    offer("Privacy in a day")
    assert found(people, "gdpr")[0] == "GDPR in a day"
    assert found(people, "privacy")[0] == "Privacy in a day"
    assert len(found(people, "data protection")) == 3


def test_a_spelling_is_mended_and_said_so(people: Cast) -> None:
    offer("Spotting phishing")
    answer = search(people.learner, words="phisihng", chosen={})
    assert (answer.matched, answer.fixed, answer.matches) == (Matched.FIXED, "phishing", 1)
    page = client_of(people.learner).get("/catalogue/?q=phisihng").content.decode()
    assert "We found nothing for “phisihng”. These are the results for “phishing”." in page
    assert "Spotting phishing" in page


def test_little_found_suggests_other_words_and_leads_to_them(people: Cast) -> None:
    offer("Reports", body="A chort of people.")
    for number in range(3):
        offer(f"Charts {number}")
    answer = search(people.learner, words="chort", chosen={})
    assert (answer.matched, answer.suggested, answer.matches) == (Matched.ALL, "chart", 1)
    page = client_of(people.learner).get("/catalogue/?q=chort&level=awareness&page=1")
    link = '<a class="govuk-link" href="?q=chart&amp;level=awareness">chart</a>?'
    assert f"Did you mean {link}" in page.content.decode()


def test_nothing_is_suggested_where_the_words_are_right(people: Cast) -> None:
    offer("Chart")
    offer("Charm")
    offer("Charms")
    answer = search(people.learner, words="chart", chosen={})
    assert (answer.matched, answer.suggested, answer.fixed) == (Matched.ALL, "", "")


def test_what_a_department_keeps_for_itself_mends_nobody_elses_spelling(people: Cast) -> None:
    offer("Zanzibar", scope=people.other_department)
    answer = search(people.learner, words="zanzibarr", chosen={})
    assert (answer.matched, answer.fixed, answer.suggested) == (Matched.NONE, "", "")
    answer = search(people.outsider, words="zanzibarr", chosen={})
    assert (answer.matched, answer.fixed) == (Matched.FIXED, "zanzibar")


def test_words_that_say_nothing_need_not_be_there(people: Cast) -> None:
    offer("Charts")
    offer("Training the trainer")
    assert search(people.learner, words="how do I chart a course", chosen={}).matched is Matched.ALL
    assert search(people.learner, words="how to paint a chart", chosen={}).matched is Matched.SOME
    assert found(people, "a course on charts for beginners") == ["Charts"]
    assert found(people, "training") == ["Training the trainer"]
    assert found(people, "sut i training") == ["Training the trainer"]


def test_what_is_excluded_stays_out_however_loosely_the_rest_is_found(people: Cast) -> None:
    offer("Charts that mislead")
    offer("Charts and zebras")
    assert found(people, '"zebras charts" -mislead') == ["Charts and zebras"]
    assert found(people, "-mislead") == ["Charts and zebras"]
    assert found(people, "zebras OR mislead") == ["Charts and zebras", "Charts that mislead"]


def test_signs_alone_find_nothing_and_do_not_list_everything(people: Cast) -> None:
    offer("Charts")
    for words in ("!!!", '""', "' & |", "()"):
        answer = search(people.learner, words=words, chosen={})
        assert (answer.matched, answer.matches) == (Matched.NONE, 0)


def test_facets_count_what_was_found_by_other_words(people: Cast) -> None:
    offer("Spotting phishing", topic="cyber", level="awareness")
    offer("Phishing exercises", topic="cyber", level="working", minutes=60)
    offer("Phishing in numbers", topic="data", level="working")
    for words in ("scam email", "phishng"):
        narrowed = search(people.learner, words=words, chosen={"topic": ["cyber"]}).narrowed
        assert len(narrowed.ids) == 2
        assert narrowed.counts["topic"] == {"cyber": 2, "data": 1}
        assert narrowed.counts["level"] == {"awareness": 1, "working": 1}
        assert narrowed.counts["length"] == {"short": 1, "medium": 1}


def test_results_that_the_filters_hide_are_said_to_be_there(people: Cast) -> None:
    offer("Charts", topic="data")
    page = client_of(people.learner).get("/catalogue/?q=charts&topic=ai").content.decode()
    assert "There are results for “charts”, but none with these filters." in page
    assert 'href="/catalogue/?q=charts"' in page
    assert "We found nothing" not in page


def test_no_search_asks_more_than_six_times(people: Cast) -> None:
    for number in range(40):
        offer(f"Charts {number}", outcome="read a distribution")
    asked = {}
    for words in (
        "charts", "chrats", "charts zebra", "chrats zebra", "zebra", '"charts zebra" -x',
        "charts chrats zebra " * 9, "q" * 300, "wrang " * 40,
    ):  # fmt: skip
        search(people.learner, words=words, chosen={})
        with CaptureQueriesContext(connection) as queries:
            search(people.learner, words=words, chosen={})
        asked[words] = len(queries)
    assert max(asked.values()) <= 6, asked
    assert asked["charts"] == 2, asked


def test_entries_from_before_are_indexed_anew(people: Cast) -> None:
    activity = offer("Trefnu gŵyl", language="cy", outcome="cynnal gŵyl", body="Pabell fawr.")
    whole = Activity.objects.values("search", "headline", "words")
    now = whole.get(pk=activity.pk)
    Activity.objects.update(search=None, headline=None, words=[])
    migration = import_module("learning.catalogue.migrations.0005_index_folded_words")
    migration.index(apps, None)
    assert whole.get(pk=activity.pk) == now
    assert now["words"] == ["course", "cynnal", "gwyl", "trefnu"]
