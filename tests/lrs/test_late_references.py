"""What comes after others that referred to it: in steps, bounded, and one fault stops nothing."""

from __future__ import annotations

import pytest

from learning.lrs import latecomers, positions, references, sweeps
from learning.lrs.models import Arrival, LinksDue, ProjectionDue, Statement, StatementLink
from learning.lrs.sweeps import assign_positions, pass_on_links, retry_projections
from learning.sweeps.models import SetAside

from .conftest import HOME, NOW, foreign, void
from .referring import about, chain, found, links, naming, settle

pytestmark = pytest.mark.django_db


# What comes late


def referring_before(lrs, target: str, count: int) -> list[str]:
    """Store so many statements about one that is not there yet."""
    made = [about(target, number % 7) for number in range(count)]
    for begin in range(0, count, 500):
        assert lrs.post(made[begin : begin + 500]).status_code == 200
    while assign_positions(now=NOW):
        pass
    return [each["id"] for each in made]


def test_a_late_statement_gives_its_links_in_steps(lrs, monkeypatch):
    target = naming(90)
    referring = referring_before(lrs, target["id"], 130)
    before = links()
    assert lrs.post(target).status_code == 200
    now = Statement.objects.get(id=target["id"]).stored
    own = StatementLink.objects.filter(statement__id=target["id"]).count()
    in_request = links() - before - own
    assert 0 < in_request <= references.REFERRERS_IN_A_REQUEST * 100
    assert LinksDue.objects.get().after > 0
    steps = []
    monkeypatch.setattr(sweeps, "LINKS_DUE_AT_ONCE", 1)
    while True:
        before = links()
        if not pass_on_links(now=now):
            break
        steps.append(links() - before)
    assert max(steps) <= references.REFERRERS_AT_ONCE * 100
    assert not LinksDue.objects.exists()
    asked = {"activity": f"{HOME}7", "related_activities": "true", "limit": 200}
    assert found(lrs, **asked) == {target["id"], *referring}


def test_late_links_are_bounded_for_each_statement(lrs, settings):
    target = naming(700)
    referring_before(lrs, target["id"], 30)
    assert lrs.post(target).status_code == 200
    settle()
    for statement in Statement.objects.filter(refers_to=target["id"]):
        assert statement.links.count() == settings.LRS_MAX_LINKS_BY_REFERENCE


def test_a_chain_that_comes_backwards_stays_bounded(lrs, settings):
    made = chain(60)
    for number, each in enumerate(made):
        each["context"] = {
            "contextActivities": {"other": [{"id": f"{HOME}{number}/{n}"} for n in range(30)]}
        }
    for each in reversed(made):
        assert lrs.post(each).status_code == 200
    settle()
    most = max(statement.links.count() for statement in Statement.objects.all())
    assert most <= settings.LRS_MAX_LINKS_BY_REFERENCE
    assert not LinksDue.objects.exists()


def test_giving_positions_does_a_bounded_number_of_statements_a_round(lrs, monkeypatch):
    monkeypatch.setattr(positions, "STATEMENTS_AT_ONCE", 10)
    monkeypatch.setattr(sweeps, "BATCHES_AT_ONCE", 2)
    for _number in range(6):
        lrs.post([foreign() for _each in range(4)])
    lrs.post([foreign() for _each in range(25)])
    rounds = []
    while done := assign_positions(now=NOW):
        rounds.append(done)
    # Two batches of four fit into ten; one that is larger goes alone.
    assert rounds == [16, 8 + 25]
    given = list(Arrival.objects.order_by("id").values_list("position", flat=True))
    assert given == list(range(1, 8))


# What fails


def test_a_statement_that_cannot_be_reconciled_is_set_aside_and_the_others_go_on(lrs, monkeypatch):
    sent = [foreign() for _number in range(3)]
    assert lrs.post(sent).status_code == 200
    bad = Statement.objects.get(id=sent[1]["id"]).seq
    real = sweeps.reconcile

    def failing(seqs):
        if bad in seqs:
            raise ZeroDivisionError("a poisonous statement")
        return real(seqs)

    with monkeypatch.context() as patch:
        patch.setattr(sweeps, "reconcile", failing)
        assert assign_positions(now=NOW) == 3
    assert not Arrival.objects.filter(position=None).exists()
    due = ProjectionDue.objects.get()
    assert (due.statement_id, due.reason) == (bad, "ZeroDivisionError: a poisonous statement")
    assert retry_projections(now=due.due_at) == 1
    assert not ProjectionDue.objects.exists()


def test_links_that_cannot_be_given_are_tried_again_later_and_hold_up_no_others(lrs, monkeypatch):
    one, other = naming(5), naming(5, start=10)
    for target in (one, other):
        referring_before(lrs, target["id"], 30)
        assert lrs.post(target).status_code == 200
    due = list(LinksDue.objects.order_by("statement_id"))
    assert len(due) == 2
    real = sweeps.give_links

    def failing(starts, **more):
        if next(iter(starts))[0] == due[0].statement_id:
            raise ZeroDivisionError("a fault of ours")
        return real(starts, **more)

    now = max(each.due_at for each in due)
    with monkeypatch.context() as patch:
        patch.setattr(sweeps, "give_links", failing)
        pass_on_links(now=now)
    left = LinksDue.objects.get()
    assert (left.statement_id, left.after) == (due[0].statement_id, due[0].after)
    rests = SetAside.objects.get(sweep="links")
    assert (rests.key, rests.attempts) == (str(left.pk), 1)
    assert rests.due_at > now
    assert rests.error.startswith("ZeroDivisionError")
    pass_on_links(now=rests.due_at)
    assert not SetAside.objects.exists()
    assert not LinksDue.objects.exists()


def test_many_that_are_voided_late_are_left_to_the_sweep_of_projections(lrs, monkeypatch):
    monkeypatch.setattr(latecomers, "CONSUMED_AT_ONCE", 2)
    sent = [foreign() for _number in range(5)]
    lrs.post(sent)
    lrs.post([void(each["id"]) for each in sent])
    # As if neither had seen the other.
    Statement.objects.update(voided=False)
    assign_positions(now=NOW)
    assert Statement.objects.filter(voided=True).count() == 5
    assert ProjectionDue.objects.count() == 3
    due = ProjectionDue.objects.order_by("-due_at").first().due_at
    assert retry_projections(now=due) == 3
