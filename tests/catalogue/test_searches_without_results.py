"""Searches with no results are counted without saying by whom, shown to L&D, forgotten."""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from learning.catalogue import services
from learning.catalogue.models import SearchWithoutResults
from learning.catalogue.selectors import searches_without_results
from learning.catalogue.services import count_search_without_results
from learning.catalogue.sweeps import forget_searches
from learning.people.models import User
from tests.catalogue.offers import offer
from tests.factories.courses import writing_department
from tests.factories.people import Cast, PersonFactory

pytestmark = pytest.mark.django_db
REPORT = "/cms-admin/reports/searches-without-results/"


@pytest.fixture
def browser_of() -> Callable[[User], Client]:
    def browser(person: User) -> Client:
        client = Client()
        client.force_login(person, backend="learning.people.backends.EmployedBackend")
        return client

    return browser


def many(count: int) -> list[User]:
    return [PersonFactory() for _one in range(count)]


def said(people: list[User], words: str, on: datetime.date | None = None) -> None:
    for person in people:
        count_search_without_results(
            viewer=person, typed=words, loosely=False, on=on or timezone.localdate()
        )


def places_of(words: str) -> int:
    rows = SearchWithoutResults.objects.filter(words=words).values_list("places", flat=True)
    together = 0
    for row in rows:
        together |= row
    return together.bit_count()


def test_a_search_that_finds_nothing_is_counted_once_a_day_and_word(
    people: Cast, browser_of: Callable[[User], Client]
) -> None:
    offer("Charts")
    client = browser_of(people.learner)
    for query in ("q=Zebra", "q=zebra!", "q=ZEBRA"):
        assert client.get(f"/catalogue/?{query}").status_code == 200
    assert list(SearchWithoutResults.objects.values_list("day", "words", "times", "loosely")) == [
        (timezone.localdate(), "zebra", 3, 0)
    ]
    client.get("/catalogue/?q=charts+zebra")
    assert SearchWithoutResults.objects.get(words="charts zebra").loosely == 1


@pytest.mark.parametrize(
    "query",
    ["", "q=charts", "q=chrats", "q=zebra&topic=data", "q=zebra&page=2",
     "q=sam.okafor%40demo.example", "q=020+7946+0123", "q=%00"],
)  # fmt: skip
def test_what_was_found_filtered_or_private_is_not_counted(
    people: Cast, browser_of: Callable[[User], Client], query: str
) -> None:
    offer("Charts")
    assert browser_of(people.learner).get(f"/catalogue/?{query}").status_code == 200
    assert not SearchWithoutResults.objects.exists()


def test_asking_for_the_head_only_counts_nothing(
    people: Cast, browser_of: Callable[[User], Client]
) -> None:
    assert browser_of(people.learner).head("/catalogue/?q=zebra").status_code == 200
    assert not SearchWithoutResults.objects.exists()


def test_the_rows_lead_to_nobody(people: Cast) -> None:
    said([people.learner], "zebra")
    [row] = SearchWithoutResults.objects.values()
    del row["id"]
    place = row.pop("places")
    assert row == {
        "day": timezone.localdate(), "words": "zebra", "times": 1, "loosely": 0,
    }  # fmt: skip
    assert place.bit_count() == 1
    assert not [field for field in SearchWithoutResults._meta.get_fields() if field.is_relation]


def test_one_person_falls_on_one_place_however_often_and_another_for_other_words() -> None:
    [person] = many(1)
    today = timezone.localdate()
    for days in range(9):
        said([person] * 3, "zebra", today - datetime.timedelta(days=days))
    assert places_of("zebra") == 1
    words = [f"zebra{'abcdefghij'[number]}" for number in range(10)]
    for word in words:
        said([person], word)
    assert SearchWithoutResults.objects.values("places").distinct().count() > 2


def test_words_of_too_few_people_are_not_shown_however_often_they_were_said() -> None:
    said(many(1) * 50, "the boss shouts")
    said(many(4), "four of them")
    assert list(searches_without_results()) == []
    crowd = many(40)
    said(crowd, "zebra", timezone.localdate() - datetime.timedelta(days=3))
    said(crowd, "zebra")
    [row] = searches_without_results()
    assert (row["words"], row["searches"], row["some"]) == ("zebra", 80, 0)
    assert row["last"] == timezone.localdate()
    assert places_of("zebra") >= 5


def test_a_flood_of_words_ends_at_the_days_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "MOST_SEARCHES_WITHOUT_RESULTS", 3)
    [person] = many(1)
    for letter in "abcdef":
        said([person], f"zebra{letter}")
    assert SearchWithoutResults.objects.count() == 3


def test_old_counts_are_forgotten_and_younger_ones_stay(settings) -> None:
    settings.SEARCHES_KEPT_DAYS = 30
    today = timezone.localdate()
    people = many(1)
    for days in (0, 29, 30, 31):
        said(people, "zebra", today - datetime.timedelta(days=days))
    assert forget_searches(now=timezone.now()) == 2
    assert sorted((today - row.day).days for row in SearchWithoutResults.objects.all()) == [0, 29]
    assert forget_searches(now=timezone.now()) == 0


def test_the_report_lists_and_downloads_what_may_be_shown(
    people: Cast, browser_of: Callable[[User], Client]
) -> None:
    writing_department(people)
    crowd = many(40)
    said(crowd, "zebra")
    said(crowd + crowd, "pivot tables")
    said(many(1), "private words")
    client = browser_of(people.author)
    page = client.get(REPORT)
    assert page.status_code == 200
    text = page.content.decode()
    assert text.index("pivot tables") < text.index("zebra")
    assert "private words" not in text
    assert "Counted over the last 90 days" in text
    found = client.get(f"{REPORT}?export=csv")
    sheet = b"".join(found.streaming_content).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(sheet)))
    assert [row[:3] for row in rows[1:]] == [["pivot tables", "80", "0"], ["zebra", "40", "0"]]
    assert rows[0][0] == "Words"
    by_words = client.get(f"{REPORT}results/?ordering=-words").content.decode()
    assert by_words.index("zebra") < by_words.index("pivot tables")
    assert REPORT in client.get("/cms-admin/").content.decode()


def test_the_report_is_not_for_learners(people: Cast, browser_of: Callable[[User], Client]) -> None:
    for address in (REPORT, f"{REPORT}results/", f"{REPORT}?export=csv"):
        assert browser_of(people.learner).get(address).status_code in (302, 403)
