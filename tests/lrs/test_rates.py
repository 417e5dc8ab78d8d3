"""How often a key may be used: the limit, the minute, and processes that count together."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from learning.lrs import rates
from learning.lrs.credentials import create_credential
from learning.lrs.models import Credential, CredentialUse, Scope, Statement
from learning.lrs.rates import Counter, sweep_uses
from learning.lrs.refusals import TooManyRequests

from .conftest import foreign, in_threads
from .speaking import Lrs

pytestmark = pytest.mark.django_db
NINE = datetime(2026, 5, 1, 9, 0, tzinfo=UTC)


def key(limit, name="key"):
    return create_credential(name=name, scopes=[Scope.ALL], requests_per_minute=limit).credential


def settle_now(counter):
    counter._settled = float("-inf")
    counter.settle()


def let_in(counter, credential, times, now=NINE):
    """Return how many of ``times`` requests are let in, each one settled as a request is."""
    entered = 0
    for _time in range(times):
        try:
            counter.admit(credential, now=now)
            entered += 1
        except TooManyRequests:
            pass
        counter.settle()
    return entered


def test_beyond_the_limit_a_request_is_refused_until_the_next_minute():
    counter, credential = Counter(), key(20)
    assert let_in(counter, credential, 50) == 20
    with pytest.raises(TooManyRequests) as refused:
        counter.admit(credential, now=NINE + timedelta(seconds=17.5))
    assert (refused.value.status, refused.value.retry_after) == (429, 43)
    assert let_in(counter, credential, 50, now=NINE + timedelta(minutes=1)) == 20


def test_another_key_has_its_own_count():
    counter, one, two = Counter(), key(5), key(5, "other")
    assert let_in(counter, one, 9) == 5
    assert let_in(counter, two, 9) == 5


def test_without_a_limit_everything_is_let_in_and_counted():
    counter, credential = Counter(), key(None)
    for _time in range(1000):
        counter.admit(credential, now=NINE)
    counter.settle()
    assert CredentialUse.objects.get().count == 1000


@pytest.mark.parametrize("limit", [1, 10, 200])
def test_two_processes_count_together(limit):
    one, two, credential = Counter(), Counter(), key(limit)
    entered = 0
    for _time in range(limit * 2):
        entered += let_in(one, credential, 1) + let_in(two, credential, 1)
    # Each learns of the other when it has used a tenth of the limit, and at least one request.
    assert limit <= entered <= limit + 2 * max(1, limit // 10)
    for counter in (one, two):
        settle_now(counter)
    assert CredentialUse.objects.get().count == entered


def test_a_process_that_has_let_nobody_in_learns_of_the_others_with_its_first():
    one, two, credential = Counter(), Counter(), key(100)
    assert let_in(one, credential, 100) == 100
    assert 1 <= let_in(two, credential, 100) <= 10


def test_the_table_is_written_at_most_once_a_second_below_a_tenth_of_the_limit(
    monkeypatch, django_assert_num_queries
):
    clock = [1000.0]
    monkeypatch.setattr(rates.time, "monotonic", lambda: clock[0])
    counter, credential = Counter(), key(60_000)
    with django_assert_num_queries(1):
        assert let_in(counter, credential, 500) == 500
    assert CredentialUse.objects.get().count == 1
    clock[0] += 1.1
    with django_assert_num_queries(1):
        let_in(counter, credential, 1)
    assert CredentialUse.objects.get().count == 501
    with django_assert_num_queries(1):
        let_in(counter, credential, 6_000)


def test_what_was_counted_when_the_minute_ended_is_counted_for_that_minute(monkeypatch):
    clock = [1000.0]
    monkeypatch.setattr(rates.time, "monotonic", lambda: clock[0])
    counter, credential = Counter(), key(60_000)
    let_in(counter, credential, 30)
    clock[0] += 60
    let_in(counter, credential, 2, now=NINE + timedelta(minutes=1))
    counts = CredentialUse.objects.order_by("minute").values_list("minute", "count")
    assert list(counts) == [(NINE, 30), (NINE + timedelta(minutes=1), 1)]


def test_a_thread_that_read_the_clock_a_little_earlier_takes_no_second_helping():
    counter, credential = Counter(), key(10)
    assert let_in(counter, credential, 20) == 10
    assert let_in(counter, credential, 20, now=NINE - timedelta(milliseconds=5)) == 0


def test_a_lost_database_loses_no_count_and_refuses_nobody(monkeypatch):
    counter, credential = Counter(), key(60_000)

    def away(query, parameters):
        raise DatabaseError("away")

    with monkeypatch.context() as patch:
        patch.setattr(rates, "run", away)
        assert let_in(counter, credential, 3) == 3
    counter._settled = float("-inf")
    assert let_in(counter, credential, 1) == 1
    assert CredentialUse.objects.get().count == 4


def test_a_key_that_is_gone_is_counted_no_more():
    counter, gone, kept = Counter(), key(10), key(10, "kept")
    counter.admit(gone, now=NINE)
    counter.admit(kept, now=NINE)
    Credential.objects.filter(pk=gone.pk).delete()
    counter.settle()
    assert [use.credential for use in CredentialUse.objects.all()] == [kept]


def test_counting_costs_microseconds():
    counter, credential = Counter(), key(None)
    counter.admit(credential, now=NINE)
    counter.settle()
    began = time.perf_counter()
    for _time in range(10_000):
        counter.admit(credential, now=NINE)
        if counter._settled + 0.9 > time.monotonic():
            counter.settle()
    assert (time.perf_counter() - began) / 10_000 < 50e-6


@pytest.mark.parametrize("limit", [0, -1])
def test_a_limit_is_positive_or_none(limit):
    with pytest.raises(ValidationError):
        key(limit)
    credential = key(1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Credential.objects.filter(pk=credential.pk).update(requests_per_minute=limit)


def test_a_new_key_has_the_limit_of_the_setting(settings):
    assert settings.LRS_REQUESTS_PER_MINUTE == 60_000
    settings.LRS_REQUESTS_PER_MINUTE = 7
    create_credential(name="usual", scopes=[Scope.ALL])
    call_command("create_lrs_credential", "less", "--scope=all", "--requests-per-minute=3")
    call_command("create_lrs_credential", "endless", "--scope=all", "--requests-per-minute=none")
    limits = dict(Credential.objects.values_list("name", "requests_per_minute"))
    assert limits == {"usual": 7, "less": 3, "endless": None}


def test_counts_are_kept_for_a_day():
    credential = key(10)
    for hours in (1, 24, 26, 100):
        CredentialUse.objects.create(
            credential=credential, minute=NINE - timedelta(hours=hours), count=1
        )
    assert sweep_uses(now=NINE) == 2
    assert sweep_uses(now=NINE) == 0


# Over HTTP


def test_over_http_the_answer_is_429_with_the_seconds_to_wait(lrs, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NINE + timedelta(seconds=20))
    Credential.objects.update(requests_per_minute=4)
    statuses = [lrs.get().status_code, lrs.post(foreign()).status_code]
    # What is refused for another reason was a request too.
    statuses += [lrs.post("{").status_code, lrs.get(limit="x").status_code]
    assert statuses == [200, 200, 400, 400]
    for refused in (lrs.get(), lrs.post(foreign())):
        assert refused.status_code == 429
        assert refused["Retry-After"] == "40"
        assert refused["X-Experience-API-Version"] == "1.0.3"
    assert Statement.objects.count() == 1
    assert CredentialUse.objects.get().count == 4


def test_a_wrong_secret_uses_up_nothing(lrs):
    Credential.objects.update(requests_per_minute=1)
    good = lrs.headers["Authorization"]
    lrs.headers["Authorization"] = good[:-8] + "AAAAAAAA"
    assert {lrs.get().status_code for _time in range(5)} == {401}
    lrs.headers["Authorization"] = good
    assert lrs.get().status_code == 200


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_threads_and_processes_at_once_stay_within_the_limit():
    new = create_credential(name="busy", scopes=[Scope.ALL], requests_per_minute=200)
    counters = [Counter(), Counter()]
    credential = new.credential

    def work(counter):
        return lambda: let_in(counter, credential, 100)

    entered = sum(in_threads(*[work(counters[number % 2]) for number in range(8)]))
    assert 200 <= entered <= 200 + 2 * (20 + 8)
    for counter in counters:
        settle_now(counter)
    assert CredentialUse.objects.get().count == entered


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_the_count_is_no_part_of_the_transaction_that_stores(monkeypatch):
    seen = []
    real = rates.run

    def watched(query, parameters):
        seen.append(connection.in_atomic_block)
        return real(query, parameters)

    monkeypatch.setattr(rates, "run", watched)
    lrs = Lrs(create_credential(name="writer", scopes=[Scope.ALL]))
    assert lrs.post(foreign()).status_code == 200
    assert lrs.post("{").status_code == 400
    assert seen
    assert not any(seen)
