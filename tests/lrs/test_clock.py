"""Time does not go back within the store, so no one who polls it misses anything."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from learning.lrs import clock
from learning.lrs.models import Statement, StoreClock
from learning.lrs.store import store
from learning.xapi.times import parse_timestamp

from .conftest import foreign

pytestmark = pytest.mark.django_db
AHEAD = timedelta(hours=1)


def set_the_clock(monkeypatch, moment: datetime) -> None:
    for module in ("learning.lrs.sending", "learning.lrs.clock"):
        monkeypatch.setattr(f"{module}.timezone.now", lambda: moment)


def stored_of(sent) -> datetime:
    row = Statement.objects.get(id=sent["id"])
    assert parse_timestamp(json.loads(row.raw)["stored"]) == row.stored
    assert not row.links.exclude(stored=row.stored).exists()
    return row.stored


def test_a_clock_that_is_set_back_hides_nothing_from_who_asks_since_the_last(lrs, monkeypatch):
    now = datetime.now(UTC)
    set_the_clock(monkeypatch, now + AHEAD)
    first = foreign()
    lrs.post(first)
    last = stored_of(first)
    assert last >= now + AHEAD - timedelta(milliseconds=1)
    seen = set()
    for minutes in (0, 1, 2):
        set_the_clock(monkeypatch, now + timedelta(minutes=minutes))
        late = [foreign(), foreign()]
        for sent in late:
            lrs.post(sent)
        found = lrs.get(since=last.isoformat(), ascending="true").json()["statements"]
        assert [each["id"] for each in found] == [each["id"] for each in late]
        seen.update(each["id"] for each in found)
        last = parse_timestamp(found[-1]["stored"])
    # It stands nearly still, and goes on with the clock when that has caught up.
    assert last - stored_of(first) == timedelta(milliseconds=6)
    set_the_clock(monkeypatch, now + 2 * AHEAD)
    after = foreign()
    lrs.post(after)
    assert stored_of(after) > now + 2 * AHEAD - timedelta(milliseconds=1)


def test_a_clock_that_is_set_back_hides_nothing_from_who_asks_since_consistent_through(
    lrs, monkeypatch
):
    lrs.post(foreign())
    lrs.get()
    # As if the clock of the database had stood an hour ahead when a reader was last told.
    told = datetime.now(UTC) + AHEAD
    StoreClock.objects.update(read_until=told)
    through = clock.to_the_millisecond(told)
    sent = foreign()
    lrs.post(sent)
    assert stored_of(sent) > through - timedelta(milliseconds=1)
    assert lrs.ids(since=(through - timedelta(milliseconds=1)).isoformat()) == [sent["id"]]
    now_told = parse_timestamp(lrs.get()["X-Experience-API-Consistent-Through"])
    assert now_told < stored_of(sent), "it never says more than is so"


def test_consistent_through_is_before_whatever_is_stored_later(lrs):
    for _turn in range(20):
        through = parse_timestamp(lrs.get()["X-Experience-API-Consistent-Through"])
        sent = foreign()
        lrs.post(sent)
        assert stored_of(sent) > through


def test_reading_writes_the_clock_at_most_ten_times_a_second(lrs):
    lrs.get()
    [before] = StoreClock.objects.values_list("read_until", flat=True)
    StoreClock.objects.update(read_until=before + timedelta(milliseconds=50))
    lrs.get()
    [after] = StoreClock.objects.values_list("read_until", flat=True)
    assert after in (before + timedelta(milliseconds=50),) or after - before > timedelta(
        milliseconds=150
    )
    assert StoreClock.objects.count() == 1


def test_what_time_it_is_costs_one_look_at_an_index(person, stranger):
    with CaptureQueriesContext(connection) as asked:
        store([foreign() for _number in range(5)], now=datetime.now(UTC), source=stranger)
    assert len([query for query in asked if "max(stored)" in query["sql"]]) == 1
