"""What store() promises (the house plan, "One idea: the statement is the event")."""

from __future__ import annotations

import uuid
from datetime import timedelta

import orjson
import pytest

from learning.lrs.models import Actor, Arrival, ProjectionDue, Statement, StatementLink, Term
from learning.lrs.refusals import Conflict, GivenTwice, IdIsOurs, TooManyRounds
from learning.lrs.store import store
from learning.lrs.sweeps import retry_projections
from learning.lrs.terms import intern_activities, intern_verbs
from learning.lrs.transactions import NoUnitOfWork, StoredTwice, claim_the_store, one_transaction
from learning.records.models import Record
from learning.sweeps.models import SetAside
from learning.xapi import verbs
from learning.xapi.shapes import Invalid

from .conftest import HOME, NOW, completed, foreign

pytestmark = pytest.mark.django_db

seen: list = []


def listening(batch):
    seen.append(batch)
    return ()


def failing(batch):
    raise ZeroDivisionError("a consumer's fault")


def failing_once(batch):
    if not seen:
        seen.append(batch)
        raise ZeroDivisionError("a consumer's fault")
    return ()


def endless(batch):
    for stored in batch.stored:
        data = dict(stored.data)
        yield {**data, "id": str(uuid.uuid4())}


def course_after_two_lessons(batch):
    """State the course completed for people with both lessons, as the roll-up of a room does."""
    people = {stored.actor_id for stored in batch.stored}
    for actor in Actor.objects.filter(id__in=people):
        done = Record.objects.filter(actor=actor, activity__iri__contains="/lessons/")
        if done.count() == 2:
            yield completed(actor, "../course")


@pytest.fixture(autouse=True)
def _unheard():
    seen.clear()


def test_a_new_statement_is_stored_and_moves_the_record(person):
    stored = store([completed(person)], now=NOW)
    row = Statement.objects.get()
    assert stored.ids == [row.id]
    assert row.vouched
    assert not row.voided
    record = Record.objects.get()
    assert (record.actor, record.completed_at) == (person, NOW)


def test_restating_our_fact_is_a_no_op(person, settings):
    settings.LRS_CONSUMERS = [f"{__name__}.listening"]
    first = store([completed(person)], now=NOW)
    later = NOW + timedelta(minutes=5)
    again = store([completed(person, timestamp=later)], now=later)
    assert again.ids == first.ids
    assert again.new == []
    assert len(seen) == 1
    assert Statement.objects.get().timestamp == NOW
    assert Arrival.objects.count() == 1


def test_nobody_else_can_take_the_id_of_our_fact(person, partner):
    fact = completed(person)
    store([fact], now=NOW)
    with pytest.raises(IdIsOurs):
        store([fact], now=NOW, source=partner)


def test_we_cannot_take_an_id_of_somebody_else(person, partner):
    sent = foreign()
    store([sent], now=NOW, source=partner)
    with pytest.raises(Conflict):
        store([{**completed(person), "id": sent["id"]}], now=NOW)


def test_the_same_statement_again_is_a_no_op_and_another_with_its_id_a_conflict(partner):
    sent = foreign()
    store([sent], now=NOW, source=partner)
    assert store([sent], now=NOW + timedelta(1), source=partner).new == []
    with pytest.raises(Conflict):
        store([{**sent, "verb": verbs.FAILED.as_json()}], now=NOW, source=partner)
    assert Statement.objects.count() == 1


def test_a_batch_is_stored_whole_or_not_at_all(partner):
    sent = foreign()
    store([sent], now=NOW, source=partner)
    with pytest.raises(Conflict):
        store([foreign(), {**sent, "verb": verbs.FAILED.as_json()}], now=NOW, source=partner)
    with pytest.raises(Invalid, match=r"\$\[1\].verb.id"):
        store([foreign(), foreign(verb=verbs.Verb("x", {}, ""))], now=NOW, source=partner)
    with pytest.raises(GivenTwice):
        store([sent, sent], now=NOW, source=partner)
    assert Statement.objects.count() == 1


def test_the_text_is_kept_with_what_the_store_assigns(partner):
    sent = foreign(
        stored="2001-01-01T00:00:00Z",
        authority={"mbox": "mailto:somebody@else.example"},
        context={"contextActivities": {"parent": {"id": HOME + "c"}}},
    )
    del sent["id"]
    store([sent], now=NOW.replace(microsecond=123456), source=partner)
    row = Statement.objects.get()
    said = orjson.loads(row.raw)
    assert said["id"] == str(row.id)
    assert said["stored"] == said["timestamp"] == "2026-05-01T09:30:00.123Z"
    assert row.stored == row.timestamp == NOW.replace(microsecond=123000)
    assert said["version"] == "1.0.0"
    assert said["authority"]["account"]["name"].startswith("lrs-")
    assert said["context"]["contextActivities"] == {"parent": [{"id": HOME + "c"}]}
    assert list(said)[:5] == ["actor", "verb", "object", "stored", "authority"]


def test_a_statement_without_a_unit_of_work_has_its_own_and_a_second_store_is_refused(person):
    @one_transaction
    def twice():
        store([completed(person, "1")], now=NOW)
        store([completed(person, "2")], now=NOW)

    with pytest.raises(StoredTwice):
        twice()
    assert not Statement.objects.exists()
    with pytest.raises(NoUnitOfWork):
        claim_the_store()


def test_a_service_within_a_service_joins_its_transaction(person):
    @one_transaction
    def inner():
        return store([completed(person)], now=NOW)

    @one_transaction
    def outer():
        inner()
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        outer()
    assert not Statement.objects.exists()


def test_a_failing_consumer_leaves_our_fact_unstored(person, settings):
    settings.LRS_CONSUMERS = [f"{__name__}.failing"]
    with pytest.raises(ZeroDivisionError, match="a consumer's fault"):
        store([completed(person)], now=NOW)
    assert not Statement.objects.exists()


def test_a_failing_consumer_leaves_a_foreign_statement_stored_and_due(partner, settings):
    settings.LRS_CONSUMERS = [
        "learning.records.consumers.update_records",
        f"{__name__}.failing_once",
    ]
    store([foreign()], now=NOW, source=partner)
    due = ProjectionDue.objects.get()
    assert due.statement == Statement.objects.get()
    assert "a consumer's fault" in due.reason
    assert not Record.objects.exists(), "what consumers before it wrote is taken back"
    assert retry_projections(now=NOW) == 1
    assert Record.objects.get().completed_at is not None
    assert not ProjectionDue.objects.exists()


def test_a_consumer_that_goes_on_failing_is_tried_less_and_less_often(partner, settings):
    settings.LRS_CONSUMERS = [f"{__name__}.failing"]
    store([foreign()], now=NOW, source=partner)
    pauses = []
    moment = NOW
    for attempts in range(1, 4):
        assert retry_projections(now=moment) == 0
        rests = SetAside.objects.get(sweep="projections", key=ProjectionDue.objects.get().pk)
        assert rests.attempts == attempts
        pauses.append(rests.due_at - moment)
        assert retry_projections(now=moment) == 0, "it is not due yet"
        assert SetAside.objects.get().attempts == attempts
        moment = rests.due_at
    assert pauses == sorted(pauses)
    assert pauses[-1] > pauses[0]


def test_consumers_may_state_what_follows(person, settings):
    settings.LRS_CONSUMERS = [
        "learning.records.consumers.update_records",
        f"{__name__}.course_after_two_lessons",
    ]
    assert store([completed(person, "1")], now=NOW).following == []
    [course] = store([completed(person, "2")], now=NOW).following
    assert course.activity == "https://service.example/lessons/../course"
    assert Record.objects.filter(activity__iri=course.activity).exists()


def test_consumers_that_answer_each_other_without_end_are_stopped(person, settings):
    settings.LRS_CONSUMERS = [f"{__name__}.endless"]
    with pytest.raises(TooManyRounds, match="5 rounds"):
        store([completed(person)], now=NOW)
    assert not Statement.objects.exists()


# Speed


@pytest.mark.parametrize("size", [1, 40])
def test_the_number_of_queries_does_not_grow_with_the_batch(
    person, django_assert_num_queries, size
):
    warm = [completed(person, str(number), occurrence="warm") for number in range(size)]
    store(warm, now=NOW)
    intern_verbs([verbs.COMPLETED, verbs.VOIDED])
    batch = [completed(person, str(number)) for number in range(size)]
    # Two savepoint marks, what time it is, terms, other actors, lock, insert, records. Within a
    # test's transaction nothing is remembered, for it never commits.
    with django_assert_num_queries(8):
        store(batch, now=NOW)


def test_interning_gives_each_iri_one_term():
    one = intern_activities(["https://x.example/1", "https://x.example/2"])
    two = intern_activities(["https://x.example/2", "https://x.example/1"])
    assert one == two
    assert Term.objects.count() == 2
    assert StatementLink.objects.count() == 0
