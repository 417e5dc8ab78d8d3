"""What holds when several write at once: real connections, real commits."""

from __future__ import annotations

import contextlib
import threading
import time
from datetime import timedelta

import pytest
from django.db import OperationalError, connection, transaction
from django.utils import timezone

from learning.lrs.actors import create_own_actor, intern_actor
from learning.lrs.latecomers import reconcile
from learning.lrs.models import Actor, Arrival, Statement, StatementLink
from learning.lrs.positions import assign, follow
from learning.lrs.replaying import replay
from learning.lrs.sources import source_of
from learning.lrs.store import store
from learning.lrs.sweeps import assign_positions
from learning.lrs.terms import intern_activities
from learning.lrs.transactions import ATTEMPTS, one_transaction
from learning.records.models import Record
from learning.xapi.validation import Version

from .conftest import NOW, completed, foreign, in_threads, lesson, new_partner, void

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def course_after_two_lessons(batch):
    """State the course completed for people who have both lessons; it must see both to know."""
    for actor in Actor.objects.filter(id__in={stored.actor_id for stored in batch.stored}):
        if Record.objects.filter(actor=actor, activity__iri__contains="/lessons/").count() == 2:
            yield completed(actor, "../course")


meeting = threading.Barrier(2)


def meet(batch):
    """Wait for the other session between writing one's own record and looking for both."""
    if any("course" not in stored.activity for stored in batch.stored):
        with contextlib.suppress(threading.BrokenBarrierError):
            meeting.wait(timeout=0.7)
    return ()


def test_two_sessions_finishing_the_last_two_steps_at_once_finish_the_course(settings):
    settings.LRS_CONSUMERS = [
        "learning.records.consumers.update_records",
        f"{__name__}.meet",
        f"{__name__}.course_after_two_lessons",
    ]
    meeting.reset()
    intern_activities([lesson(name)["id"] for name in ("1", "2", "../course")])
    # So that only the lock on the person can part them, not names that are new to the store.
    store([completed(create_own_actor(), "warm")], now=NOW)
    meeting.reset()
    person = create_own_actor()
    done = in_threads(
        lambda: store([completed(person, "1")], now=NOW),
        lambda: store([completed(person, "2")], now=NOW),
    )
    following = [stored for each in done for stored in each.following]
    assert [stored.activity for stored in following] == [lesson("../course")["id"]]
    assert Record.objects.filter(actor=person).count() == 3
    assert replay(now=NOW, check=True)[1].differences == []
    assert meeting.broken, "they met, so nothing kept the second from running beside the first"


def test_the_same_statement_sent_twice_at_once_is_stored_once():
    source = source_of(new_partner().credential, Version.V1_0)
    sent = foreign()
    done = in_threads(*[lambda: store([sent], now=NOW, source=source)] * 4)
    assert sorted(len(each.new) for each in done) == [0, 0, 0, 1]
    assert Statement.objects.count() == Arrival.objects.count() == 1


def test_many_writers_of_the_same_new_things_neither_deadlock_nor_fail():
    people = [create_own_actor() for _ in range(4)]
    names = [str(number) for number in range(6)]

    def write(turn):
        # Every writer names all people and lessons, each in another order.
        return [
            store(
                [
                    completed(person, name, occurrence=f"{turn} {each}")
                    for person in people[turn:] + people[:turn]
                    for name in (names if turn % 2 else reversed(names))
                ],
                now=NOW,
            )
            for each in range(3)
        ]

    done = in_threads(*[lambda turn=turn: write(turn) for turn in range(4)])
    assert [len(each) for each in done] == [3] * 4
    assert Statement.objects.count() == 4 * 3 * 24
    assert Record.objects.count() == 24
    assert replay(now=NOW, check=True)[1].differences == []


def test_a_deadlock_is_tried_again_from_the_outermost_call():
    one, two = create_own_actor(), create_own_actor()
    both_hold = threading.Barrier(2)
    calls = []

    @one_transaction
    def outer(first, second):
        calls.append(first.pk)
        list(Actor.objects.select_for_update().filter(pk=first.pk))
        if len(calls) <= 2:
            both_hold.wait(timeout=10)
        list(Actor.objects.select_for_update().filter(pk=second.pk))
        return inner(first)

    @one_transaction
    def inner(person):
        return store([completed(person)], now=NOW)

    done = in_threads(lambda: outer(one, two), lambda: outer(two, one))
    assert all(len(each.new) == 1 for each in done), done
    assert len(calls) == 3


def test_a_race_that_is_always_lost_is_given_up():
    calls = []

    @one_transaction
    def unlucky():
        calls.append(1)
        with connection.cursor() as cursor:
            cursor.execute("DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = '40001'; END $$")

    with pytest.raises(OperationalError):
        unlucky()
    assert len(calls) == ATTEMPTS


def test_readers_that_follow_positions_miss_nothing_while_others_commit_out_of_order():
    people = [create_own_actor() for _ in range(4)]
    stop = threading.Event()
    read: list[int] = []

    def write(turn):
        for each in range(12):
            with transaction.atomic():
                store_in_unit(people[turn], f"{turn} {each}")
                # The earlier number commits later.
                time.sleep(0.012 if (turn + each) % 2 else 0)

    @one_transaction
    def store_in_unit(person, occurrence):
        return store([completed(person, occurrence=occurrence)], now=NOW)

    def sweep():
        while not stop.is_set():
            assign_positions(now=timezone.now())

    def reader():
        position = 0
        while not stop.is_set():
            page = follow(after=position, at_most=3)
            read.extend(each.seq for each in page.statements)
            position = page.position
        return position

    def writers():
        done = in_threads(*[lambda turn=turn: write(turn) for turn in range(4)])
        time.sleep(0.3)
        stop.set()
        return done

    done, *_others, position = in_threads(writers, sweep, sweep, reader)
    assert done == [None] * 4
    assign()
    read.extend(each.seq for each in follow(after=position, at_most=1000).statements)
    assert sorted(read) == sorted(Statement.objects.values_list("seq", flat=True))
    assert len(read) == len(set(read)) == 48
    assert read != sorted(read), "nothing was committed out of order, so this proved nothing"


def test_a_voiding_and_its_target_that_did_not_see_each_other_are_put_right():
    source = source_of(new_partner().credential, Version.V1_0)
    sent = foreign()
    intern_actor(sent["actor"])
    warm = foreign()
    store([warm, void(warm["id"])], now=NOW, source=source)
    both = threading.Barrier(2)

    @one_transaction
    def write(statement):
        stored = store([statement], now=NOW, source=source)
        # Neither has committed when the other looks.
        both.wait(timeout=10)
        return stored

    voiding = void(sent["id"])
    done = in_threads(lambda: write(sent), lambda: write(voiding))
    assert [len(each.new) for each in done] == [1, 1]
    row = Statement.objects.get(id=sent["id"])
    assert not row.voided
    assert Record.objects.exists()
    assign_positions(now=timezone.now())
    row.refresh_from_db()
    assert row.voided
    assert not Record.objects.exists()
    links = StatementLink.objects.filter(statement__id=voiding["id"], target=row.activity_id)
    assert links.exists(), "the voiding statement is not found by what it voids"
    reconcile([row.seq])


def test_positions_are_given_by_one_at_a_time():
    person = create_own_actor()
    for number in range(3):
        store([completed(person, str(number))], now=NOW + timedelta(number))
    done = in_threads(assign, assign, assign)
    assert sorted(len(each) for each in done) in ([0, 0, 3],)
    assert list(Arrival.objects.order_by("id").values_list("position", flat=True)) == [1, 2, 3]
