"""READ COMMITTED and one lock order, observed (the house plan, "One idea: the statement is …")."""

from __future__ import annotations

import threading
import time
import uuid

import pytest
from django.db import connection, transaction

from learning.lrs import writing
from learning.lrs.actors import create_own_actor, lock_actors
from learning.lrs.models import Actor, Statement
from learning.lrs.sources import source_of
from learning.lrs.store import store
from learning.lrs.transactions import one_transaction
from learning.xapi.naming import identifier_of
from learning.xapi.validation import Version

from .conftest import NOW, completed, foreign, in_threads, new_partner, void

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

seen: list[str] = []


def isolation(batch):
    """A consumer that notes under which isolation it runs."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW transaction_isolation")
        seen.extend(cursor.fetchone())
    return ()


def waiting_for_a_lock() -> int:
    """Return how many sessions on this database wait for a lock."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(DISTINCT pid) FROM pg_locks JOIN pg_stat_activity USING (pid)"
            " WHERE NOT granted AND datname = current_database()"
        )
        return cursor.fetchone()[0]


def until_waiting(how_many: int = 1) -> None:
    """Return once so many sessions wait for a lock; fail after ten seconds."""
    end = time.monotonic() + 10
    while waiting_for_a_lock() < how_many:
        assert time.monotonic() < end, "nobody waits"
        time.sleep(0.01)


def locked_by_somebody(actor: Actor) -> bool:
    """Tell whether another session holds the lock on this row."""
    with transaction.atomic():
        return not Actor.objects.select_for_update(skip_locked=True).filter(pk=actor.pk).exists()


def test_statements_are_stored_under_read_committed(settings):
    seen.clear()
    settings.LRS_CONSUMERS = [f"{__name__}.isolation"]
    store([completed(create_own_actor())], now=NOW)
    assert seen == ["read committed"]


def test_people_are_locked_in_the_order_of_their_numbers_whatever_the_order_of_statements():
    first, second, third = (create_own_actor() for _ in range(3))
    # What is new to the store must not be what they wait for.
    store([completed(each, "1", occurrence="warm") for each in (first, second, third)], now=NOW)
    held, let_go = threading.Event(), threading.Event()

    def hold_the_second():
        with transaction.atomic():
            lock_actors((), [second.pk])
            held.set()
            assert let_go.wait(timeout=20)

    def write():
        assert held.wait(timeout=20)
        return store([completed(each) for each in (third, second, first)], now=NOW)

    def watch():
        assert held.wait(timeout=20)
        until_waiting()
        found = [locked_by_somebody(each) for each in (first, second, third)]
        written = Statement.objects.count()
        let_go.set()
        return found, written

    _held, done, (found, written) = in_threads(hold_the_second, write, watch)
    # It has the first, waits for the second, has not asked for the third, nor written anything.
    assert found == [True, True, False]
    assert written == 3
    assert len(done.new) == 3


def test_a_name_that_is_new_is_interned_before_anybody_is_locked():
    source = source_of(new_partner().credential, Version.V1_0)
    known = {"mbox": "mailto:known@partner.example"}
    store([foreign(known)], now=NOW, source=source)
    person = Actor.objects.get(identifier=known)
    new = {"mbox": "mailto:new@partner.example"}
    interned, let_go = threading.Event(), threading.Event()

    def intern_and_pause():
        with transaction.atomic():
            lock_actors([identifier_of(new)])
            interned.set()
            assert let_go.wait(timeout=20)

    def write():
        assert interned.wait(timeout=20)
        return store([foreign(known), foreign(new)], now=NOW, source=source)

    def watch():
        assert interned.wait(timeout=20)
        until_waiting()
        free = not locked_by_somebody(person)
        let_go.set()
        return free

    _interned, done, free = in_threads(intern_and_pause, write, watch)
    assert free, "who waits for a new name holds a person, whom the other may want next"
    assert len(done.new) == 2


def test_two_writers_of_one_new_id_with_different_content_are_one_stored_and_one_conflict():
    source = source_of(new_partner().credential, Version.V1_0)
    one = foreign()
    other = {**foreign({"mbox": "mailto:b@partner.example"}), "id": one["id"]}
    store([foreign(), foreign(other["actor"])], now=NOW, source=source)
    both = threading.Barrier(2)

    @one_transaction
    def write(sent):
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        both.wait(timeout=10)
        return store([sent], now=NOW, source=source)

    done = in_threads(lambda: write(one), lambda: write(other))
    assert sorted(type(each).__name__ for each in done) == ["Conflict", "Stored"]
    assert Statement.objects.filter(id=one["id"]).count() == 1


def test_a_target_that_arrives_while_it_is_being_voided_is_voided_only_by_who_may(monkeypatch):
    partner = source_of(new_partner().credential, Version.V1_0)
    stranger = source_of(new_partner("stranger", activities="").credential, Version.V1_0)
    target = foreign()
    find = writing.find_targets

    def find_and_be_overtaken(ids):
        found = find(ids)
        if uuid.UUID(target["id"]) in ids:
            [stored] = in_threads(lambda: store([target], now=NOW, source=partner))
            assert len(stored.new) == 1
        return found

    store([foreign(), void(uuid.uuid4())], now=NOW, source=partner)
    monkeypatch.setattr(writing, "find_targets", find_and_be_overtaken)
    store([void(target["id"])], now=NOW, source=stranger)
    assert not Statement.objects.get(id=target["id"]).voided
