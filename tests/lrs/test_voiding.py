"""Taking statements back."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest

from learning.lrs.models import Statement
from learning.lrs.refusals import MayNotVoid
from learning.lrs.store import store
from learning.records.models import Record

from .conftest import NOW, completed, foreign, lesson, void

pytestmark = pytest.mark.django_db


def test_voiding_retracts_what_a_statement_had_said(person):
    kept = completed(person, "1", occurrence="kept", timestamp=NOW + timedelta(1))
    wrong = completed(person, "1", occurrence="wrong", timestamp=NOW)
    other = completed(person, "2")
    store([kept, wrong, other], now=NOW)
    assert set(Record.objects.values_list("completed_at", flat=True)) == {NOW}
    store([void(wrong["id"], by=person)], now=NOW)
    assert set(Record.objects.values_list("completed_at", flat=True)) == {NOW, kept_at()}
    store([void(kept["id"], by=person)], now=NOW)
    assert [record.activity.iri for record in Record.objects.all()] == [lesson("2")["id"]]


def kept_at():
    return NOW + timedelta(1)


def test_a_voiding_statement_may_come_first_or_in_the_same_batch(partner):
    late, same = foreign(), foreign()
    store([void(late["id"])], now=NOW, source=partner)
    store([late], now=NOW, source=partner)
    store([same, void(same["id"])], now=NOW, source=partner)
    assert set(Statement.objects.filter(voided=True).values_list("id", flat=True)) == {
        uuid.UUID(late["id"]),
        uuid.UUID(same["id"]),
    }
    assert not Record.objects.exists()


def test_a_voiding_statement_cannot_be_voided(partner):
    sent = foreign()
    first = void(sent["id"])
    store([sent, first], now=NOW, source=partner)
    store([void(first["id"])], now=NOW, source=partner)
    assert Statement.objects.get(voided=True).id == uuid.UUID(sent["id"])


def test_nobody_voids_what_somebody_else_stored(person, partner, stranger):
    ours = completed(person)
    store([ours], now=NOW)
    sent = foreign()
    store([sent], now=NOW, source=partner)
    for id in (ours["id"], sent["id"]):
        with pytest.raises(MayNotVoid):
            store([void(id)], now=NOW, source=stranger)
    # Nor by speaking first.
    early = foreign()
    store([void(early["id"])], now=NOW, source=stranger)
    store([early], now=NOW, source=partner)
    assert not Statement.objects.filter(voided=True).exists()
