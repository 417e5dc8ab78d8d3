"""Searching: what stands in the title comes first, some words are better than none."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from courses.content.course_kind import COURSE
from learning.catalogue.models import Activity
from learning.catalogue.selectors import search, visible_activities
from learning.catalogue.services import register, withdraw
from learning.people.models import Organisation
from tests.catalogue.offers import found, offer
from tests.factories.people import Cast

pytestmark = pytest.mark.django_db


def test_a_title_comes_before_an_outcome_and_an_outcome_before_the_body(people: Cast) -> None:
    offer("Deep in the text", body="Somewhere a spreadsheet is mentioned.")
    offer("Promised", outcome="lay out a spreadsheet")
    offer("The spreadsheet", body="Nothing more.")
    assert found(people, "spreadsheet") == ["The spreadsheet", "Promised", "Deep in the text"]


def test_words_are_found_in_other_forms_of_them(people: Cast) -> None:
    offer("Questioning charts")
    for words in ("question", "questions", "CHART", "chart questioning"):
        assert found(people, words) == ["Questioning charts"]


def test_welsh_words_are_found_as_they_are_written(people: Cast) -> None:
    offer("Gweithio gyda data", language="cy", body="Cwestiynau cyn siartiau")
    assert found(people, "siartiau") == ["Gweithio gyda data"]


def test_where_nothing_has_every_word_some_are_enough(people: Cast) -> None:
    offer("Charts")
    answer = search(people.learner, words="charts zebra", chosen={})
    assert (len(answer.narrowed.ids), answer.loosely) == (1, True)
    offer("Zebra charts")
    answer = search(people.learner, words="charts zebra", chosen={})
    assert (len(answer.narrowed.ids), answer.loosely) == (1, False)


def test_quotes_and_minus_are_understood(people: Cast) -> None:
    offer("Charts that help")
    offer("Charts that mislead")
    assert found(people, '"charts that help"') == ["Charts that help"]
    assert found(people, "charts -mislead") == ["Charts that help"]


@pytest.mark.parametrize("words", ["", "   ", "\0"])
def test_no_words_list_everything_by_title(people: Cast, words: str) -> None:
    offer("B")
    offer("A")
    assert found(people, words) == ["A", "B"]


def test_what_is_for_a_department_is_found_there_and_below_only(people: Cast) -> None:
    offer("For the department", scope=people.department)
    offer("For the team", scope=people.team)
    offer("For others", scope=people.other_department)
    titles = {
        person.email: set(visible_activities(person).values_list("title", flat=True))
        for person in (people.learner, people.mentor, people.outsider, people.admin)
    }
    assert titles == {
        people.learner.email: {"For the department", "For the team"},
        people.mentor.email: {"For the department"},
        people.outsider.email: {"For others"},
        people.admin.email: set(),
    }


def test_an_organisation_is_not_another_whose_number_begins_the_same(people: Cast) -> None:
    """A path is /1/12/: the 1 in it is one organisation and 12 another."""
    offer("Scoped", scope=people.department)
    like = Organisation.objects.create(
        pk=int(f"{people.department.pk}0"), name="Alike", code="ALIKE"
    )
    Organisation.objects.filter(pk=like.pk).update(path=f"/{like.pk}/")
    people.outsider.organisation = Organisation.objects.get(pk=like.pk)
    assert not visible_activities(people.outsider).exists()


def test_what_is_withdrawn_is_not_found_and_comes_back(people: Cast) -> None:
    activity = offer("Here and gone")
    withdraw(iri=activity.term.iri)
    assert found(people, "gone") == []


def test_registering_again_replaces_words_and_outcomes(people: Cast) -> None:
    activity = offer("Old words", outcome="do the old")
    register(
        term=activity.term, work=activity.work, kind=COURSE, slug=activity.slug,
        title="New words", summary="A course.", topic=activity.topic, level="working",
        minutes=50, language="en-gb", scope=None, outcomes=["do the new", "and more"], body="",
    )  # fmt: skip
    assert found(people, "old") == []
    assert found(people, "new", level=["working"], length=["medium"]) == ["New words"]
    assert [outcome.text for outcome in Activity.objects.get().outcomes.all()] == [
        "do the new",
        "and more",
    ]


def test_searching_asks_as_often_whatever_it_finds(people: Cast) -> None:
    client = Client()
    client.force_login(people.learner, backend="learning.people.backends.EmployedBackend")
    counts = []
    for many in (1, 30):
        for number in range(many):
            offer(f"Charts {many} {number}")
        client.get("/catalogue/?q=charts")
        with CaptureQueriesContext(connection) as asked:
            assert client.get("/catalogue/?q=charts&topic=data").status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 9


def test_the_page_narrows_counts_pages_and_takes_choices_off_again(people: Cast) -> None:
    for number in range(25):
        offer(f"Data {number:02}")
    offer("Cyber", topic="cyber", minutes=120)
    client = Client()
    client.force_login(people.learner, backend="learning.people.backends.EmployedBackend")
    page = client.get("/catalogue/?topic=data&length=short").content.decode()
    assert "25 results" in page
    assert 'href="?topic=data&amp;length=short&amp;page=2"' in page
    assert 'href="?length=short"' in page
    assert "Data 19" in page
    assert "Data 20" not in page
    second = client.get("/catalogue/?topic=data&length=short&page=2").content.decode()
    assert "Data 24" in second
    assert "Data 19" not in second
    last = client.get("/catalogue/?topic=data&page=999").content.decode()
    assert "Data 24" in last
    unknown = client.get("/catalogue/?topic=cooking&level=wizard").content.decode()
    assert "26 results" in unknown


def test_an_empty_result_says_what_to_do(people: Cast) -> None:
    offer("Charts")
    client = Client()
    client.force_login(people.learner, backend="learning.people.backends.EmployedBackend")
    page = client.get("/catalogue/?q=zebra&topic=data").content.decode()
    assert "We found nothing for “zebra”" in page
    assert "You could:" in page
    assert "Apply filters" in page
    page = client.get("/catalogue/?q=zebra").content.decode()
    assert "Apply filters" not in page, "with nothing to choose it would do nothing"
    assert not Group.objects.filter(name="zebra").exists()
