"""What the sweep of positions owes to statements that could not see each other."""

from __future__ import annotations

import threading
import uuid

import pytest

from learning.lrs import sweeps
from learning.lrs.models import Arrival, LinkKind, ProjectionDue, Statement, StatementLink
from learning.lrs.sources import Source, source_of
from learning.lrs.store import store
from learning.lrs.sweeps import assign_positions, retry_projections
from learning.lrs.transactions import one_transaction
from learning.records.models import Record
from learning.xapi.validation import Version

from .conftest import NOW, foreign, in_threads, new_partner, void

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

failing = threading.Event()


def failing_on_voiding(batch):
    """A consumer that cannot take a statement back while ``failing`` is set."""
    if batch.retracted and failing.is_set():
        raise ZeroDivisionError("a consumer's fault")
    return ()


@pytest.fixture
def source() -> Source:
    return source_of(new_partner().credential, Version.V1_0)


def unseen(source: Source, *statements) -> None:
    """Store each statement in a session of its own, none committed when the others look."""
    # Names that are new would make one wait for the other.
    for each in statements:
        refers = each["object"].get("objectType") == "StatementRef"
        warm = void(uuid.uuid4()) if refers else foreign()
        store([{**warm, "actor": each["actor"]}], now=NOW, source=source)
    assign_positions(now=NOW)
    all_written = threading.Barrier(len(statements))

    @one_transaction
    def write(statement):
        stored = store([statement], now=NOW, source=source)
        all_written.wait(timeout=10)
        return stored

    done = in_threads(*[lambda each=each: write(each) for each in statements])
    assert [len(stored.new) for stored in done] == [1] * len(statements), done


def is_voided(sent) -> bool:
    return Statement.objects.get(id=sent["id"]).voided


def test_a_sweep_that_is_killed_after_giving_positions_is_made_good(source, monkeypatch):
    target = foreign()
    unseen(source, target, void(target["id"]))
    before = Arrival.objects.filter(position__isnull=True).count()

    def killed(seqs):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(sweeps, "reconcile", killed)
        with pytest.raises(KeyboardInterrupt):
            assign_positions(now=NOW)
    assert not is_voided(target)
    assert Arrival.objects.filter(position__isnull=True).count() == before == 2
    assign_positions(now=NOW)
    assert is_voided(target)
    assert not Arrival.objects.filter(position__isnull=True).exists()


def test_a_consumer_that_fails_on_a_late_voiding_is_tried_again(source, settings):
    settings.LRS_CONSUMERS = [
        *settings.LRS_CONSUMERS,
        f"{__name__}.failing_on_voiding",
    ]
    target = foreign(object={"id": "https://partner.example/late"})
    unseen(source, target, void(target["id"]))
    failing.set()
    try:
        assign_positions(now=NOW)
        # Positions and the voiding stand; the record follows when the consumer can.
        assert is_voided(target)
        assert not Arrival.objects.filter(position__isnull=True).exists()
        due = ProjectionDue.objects.get()
        assert str(due.statement.id) == target["id"]
        assert "a consumer's fault" in due.reason
    finally:
        failing.clear()
    late = Record.objects.filter(activity__iri="https://partner.example/late")
    assert late.exists()
    assert retry_projections(now=due.due_at) == 1
    assert not late.exists()


def test_a_chain_of_statements_that_did_not_see_each_other_is_linked_to_its_end(source):
    last = foreign({"mbox": "mailto:last@partner.example"})
    middle = foreign(
        {"mbox": "mailto:middle@partner.example"},
        object={"objectType": "StatementRef", "id": last["id"]},
    )
    first = foreign(
        {"mbox": "mailto:first@partner.example"},
        object={"objectType": "StatementRef", "id": middle["id"]},
    )
    for each in (middle, first):
        store([foreign(each["actor"])], now=NOW, source=source)
    store([last], now=NOW, source=source)
    written, let_go = threading.Event(), threading.Event()

    @one_transaction
    def write_first():
        store([first], now=NOW, source=source)
        written.set()
        assert let_go.wait(timeout=20)

    def write_middle():
        assert written.wait(timeout=20)
        store([middle], now=NOW, source=source)
        # So the middle's turn is over before the first is there to be seen.
        assign_positions(now=NOW)
        let_go.set()

    assert in_threads(write_first, write_middle) == [None, None]
    assign_positions(now=NOW)
    row = Statement.objects.get(id=last["id"])
    linked = StatementLink.objects.filter(target=row.actor_id, kind=LinkKind.AGENT)
    assert {str(link.statement.id) for link in linked} == {last["id"], middle["id"], first["id"]}
