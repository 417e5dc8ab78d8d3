"""What kinds of thing there are to learn is said by the rooms that own them."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from learning.catalogue.kinds import ActivityKind
from learning.records.models import Record
from tests.catalogue.offers import found, offer
from tests.factories.people import Cast

pytestmark = pytest.mark.django_db
EXAM = ActivityKind(name="exam", label="Exam", path="exams")


def exam() -> ActivityKind:
    return EXAM


@pytest.fixture
def with_exams(settings: Any) -> None:
    settings.ACTIVITY_KINDS = [*settings.ACTIVITY_KINDS, f"{__name__}.exam"]


def test_an_entry_opens_where_its_kind_says(people: Cast, with_exams: None) -> None:
    entry = offer("Safe passwords", kind=EXAM)
    assert entry.address == f"/exams/{entry.slug}/"
    assert entry.kind_label == "Exam"
    assert found(people, "passwords") == ["Safe passwords"]


def test_what_nobody_answers_for_is_not_offered(people: Cast, settings: Any) -> None:
    settings.ACTIVITY_KINDS = [*settings.ACTIVITY_KINDS, f"{__name__}.exam"]
    entry = offer("Safe passwords", kind=EXAM)
    settings.ACTIVITY_KINDS = settings.ACTIVITY_KINDS[:-1]
    assert found(people, "passwords") == []
    assert (entry.address, entry.kind_label) == ("", "")


def test_my_learning_names_it_without_a_link(people: Cast, client: Client) -> None:
    entry, now = offer("Safe passwords", kind=EXAM), timezone.now()
    Record.objects.create(
        actor=people.learner.actor, activity=entry.term, first_at=now, latest_at=now
    )
    client.force_login(people.learner)
    page = client.get("/my-learning/").content.decode()
    assert "Safe passwords" in page
    assert 'href=""' not in page
    table = b"".join(client.get("/my-learning.csv"))
    assert b"Safe passwords" in table
