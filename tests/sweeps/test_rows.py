"""How a sweep does its rows: those that fail are set aside, those behind them go on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from learning.catalogue.models import Topic
from learning.sweeps.claims import LEASE, LONGEST_PAUSE, failures, pause_after
from learning.sweeps.models import SetAside
from learning.sweeps.rows import EachRow, Together
from tests.factories.courses import NOW
from tests.factories.people import cast

pytestmark = pytest.mark.django_db
A_SECOND = timedelta(seconds=1)


@pytest.fixture
def topics() -> list[int]:
    """Five rows, each due until it is deleted."""
    Topic.objects.all().delete()
    return [Topic.objects.create(name_en=f"T{n}", slug=f"t{n}").pk for n in range(5)]


def due(now: datetime) -> Any:
    return Topic.objects.order_by("pk")


def but_for(*bad: int, error: BaseException | None = None) -> Callable[..., bool]:
    """Return work that deletes a topic, and fails on those of ``bad`` after it has begun."""

    def do(key: int, *, now: datetime) -> bool:
        with transaction.atomic():
            Topic.objects.filter(pk=key).delete()
            if key in bad:
                raise error or KeyError("the words of an error may name somebody")
        return True

    return do


def work(do: Callable[..., bool | None], **more: Any) -> EachRow:
    return EachRow("delete-topics", "Deleting topics", due, do, **more)


def left() -> set[int]:
    return set(Topic.objects.values_list("pk", flat=True))


def test_a_row_that_fails_is_set_aside_and_those_behind_it_go_on(topics: list[int]) -> None:
    assert work(but_for(topics[0], topics[2]))(now=NOW) == 3
    assert left() == {topics[0], topics[2]}
    rows = SetAside.objects.order_by("pk")
    assert [(row.sweep, row.key, row.attempts) for row in rows] == [
        ("delete-topics", str(topics[0]), 1),
        ("delete-topics", str(topics[2]), 1),
    ]
    assert rows[0].error.startswith("KeyError at tests/sweeps/test_rows.py, line ")
    assert "somebody" not in rows[0].error
    assert failures() == {"delete-topics": 2}


def test_it_rests_longer_after_each_attempt_and_is_forgotten_when_done(topics: list[int]) -> None:
    sweep, now, pauses = work(but_for(topics[0])), NOW, []
    for attempt in range(1, 6):
        sweep(now=now)
        row = SetAside.objects.get()
        assert row.attempts == attempt
        assert sweep(now=row.due_at - A_SECOND) == 0
        assert SetAside.objects.get().attempts == attempt, "not while it rests"
        pauses.append(row.due_at - now)
        now = row.due_at + A_SECOND
    assert pauses == sorted(pauses)
    assert pause_after(10_000) <= LONGEST_PAUSE * 1.2
    assert work(but_for())(now=now) == 1
    assert not SetAside.objects.exists()
    assert left() == set()


def test_what_ends_the_process_is_not_tried_again_at_once(topics: list[int]) -> None:
    """SystemExit stands for a killed process: nothing after it runs, the claim stays."""
    sweep = work(but_for(topics[0], error=SystemExit()))
    with pytest.raises(SystemExit):
        sweep(now=NOW)
    assert failures() == {}, "under way, as far as anybody can tell"
    assert sweep(now=NOW + A_SECOND) == 4, "the next process passes it over"
    with pytest.raises(SystemExit):
        sweep(now=NOW + LEASE)
    assert SetAside.objects.get().attempts == 2
    assert failures() == {"delete-topics": 1}


def test_a_row_that_is_no_longer_due_is_forgotten(topics: list[int]) -> None:
    sweep = work(but_for(*topics))
    sweep(now=NOW)
    assert failures() == {"delete-topics": 5}
    Topic.objects.filter(pk__in=topics[:4]).delete()
    sweep(now=NOW + LEASE)
    assert SetAside.objects.get().key == str(topics[4])


def test_nothing_to_do_for_now_is_no_failure(topics: list[int]) -> None:
    asked: list[int] = []

    def do(key: int, *, now: datetime) -> None:
        asked.append(key)

    for now in (NOW, NOW + A_SECOND, NOW + LEASE):
        assert work(do)(now=now) == 0
    assert asked == topics * 2
    assert failures() == {}


def test_a_round_is_bounded_in_rows_and_in_time(topics: list[int], settings: Any) -> None:
    assert work(but_for(), at_most=2)(now=NOW) == 2
    settings.SWEEP_SECONDS = 0
    assert work(but_for())(now=NOW) == 1, "one at least, or nothing would ever be done"
    assert len(left()) == 2


@pytest.mark.parametrize("rows", [3, 30])
def test_a_round_without_work_asks_twice_however_much_rests(
    rows: int, django_assert_num_queries: Any
) -> None:
    Topic.objects.all().delete()
    for n in range(rows):
        Topic.objects.create(name_en=f"T{n}", slug=f"t{n}")
    sweep = work(but_for(*left()))
    assert sweep(now=NOW) == 0
    with django_assert_num_queries(2):
        assert sweep(now=NOW) == 0


def test_rows_done_together_are_done_one_by_one_where_one_fails(topics: list[int]) -> None:
    calls: list[list[int]] = []

    def do(keys: list[int], *, now: datetime) -> int:
        calls.append(keys)
        with transaction.atomic():
            done = Topic.objects.filter(pk__in=keys).delete()[0]
            if topics[1] in keys:
                raise KeyError
        return done

    sweep = Together("delete-topics", "Deleting topics", due, do)
    assert sweep(now=NOW) == 4
    assert calls == [topics, *([key] for key in topics)]
    assert left() == {topics[1]}
    assert failures() == {"delete-topics": 1}


def test_keys_that_are_no_rows_rest_as_well() -> None:
    tried: list[str] = []

    def do(key: str, *, now: datetime) -> bool:
        tried.append(key)
        if key == "a":
            raise KeyError
        return True

    sweep = EachRow("names", "Names", lambda now: ["a", "b"], do)
    assert sweep(now=NOW) == 1
    assert sweep(now=NOW) == 1
    assert tried == ["a", "b", "b"]


def test_the_report_tells_administrators_and_lets_them_try_again(topics: list[int]) -> None:
    people = cast()
    work(but_for(topics[0]))(now=NOW)
    admin, author = Client(), Client()
    for client, person in ((admin, people.admin), (author, people.author)):
        client.force_login(person, backend="learning.people.backends.EmployedBackend")
    page = admin.get("/cms-admin/reports/work-that-failed/").content.decode()
    assert "KeyError at tests/sweeps/test_rows.py" in page
    again = "/cms-admin/reports/work-that-failed/try-again/"
    assert author.post(again).status_code in (302, 403)
    assert SetAside.objects.get().due_at > NOW + A_SECOND
    answer = admin.post(again, follow=True)
    assert "1 row is tried again now" in answer.content.decode()
    row = SetAside.objects.get()
    assert work(but_for())(now=row.due_at) == 1
    assert "1 row" not in admin.post(again, follow=True).content.decode()


def test_ready_says_what_failed(topics: list[int]) -> None:
    work(but_for(topics[0]))(now=NOW)
    answer = Client().get("/readyz")
    assert answer.status_code == 200
    assert answer.json()["status"] == "degraded"
    assert answer.json()["set_aside"] == {"delete-topics": 1}
