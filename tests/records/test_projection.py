"""Records follow from statements, and from nothing else."""

from __future__ import annotations

import random
import uuid
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given, settings

from learning.lrs.actors import agent_of, create_own_actor, link_alias
from learning.lrs.facts import fact
from learning.lrs.models import Scope, Statement, Term
from learning.lrs.replaying import replay
from learning.lrs.sources import source_of
from learning.lrs.store import store
from learning.lrs.terms import intern_activities
from learning.records.merge import join
from learning.records.models import Record
from learning.records.projection import facts_of, write_facts
from learning.records.services import _facts
from learning.xapi import activity_types, builders, verbs
from learning.xapi.validation import Version

from .test_merge import SAYINGS

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 5, 1, 9, 30, tzinfo=UTC)
VERBS = (
    verbs.REGISTERED,
    verbs.INITIALIZED,
    verbs.ANSWERED,
    verbs.COMPLETED,
    verbs.PASSED,
    verbs.FAILED,
)


def step(name="1"):
    return builders.activity(
        f"https://service.example/steps/{name}", type=activity_types.LESSON, name={"en": name}
    )


def void(id, person):
    return builders.statement(
        id=uuid.uuid4(),
        actor=agent_of(person),
        verb=verbs.VOIDED,
        object=builders.statement_ref(uuid.UUID(id)),
        timestamp=NOW,
    )


@pytest.fixture
def history(db):
    """Many facts of three people, in no order, some of them voided."""
    random.seed(20260501)
    people = [create_own_actor() for _ in range(3)]
    registrations = [None, uuid.uuid4(), uuid.uuid4()]
    facts = [
        fact(
            person_actor=random.choice(people),
            verb=random.choice(VERBS),
            activity=step(str(random.randrange(3))),
            timestamp=NOW + timedelta(minutes=random.randrange(30)),
            registration=random.choice(registrations),
            occurrence=str(number),
            result=builders.result(
                scaled=random.randrange(-10, 11) / 10,
                success=random.random() < 0.5,
                response=str(number),
            ),
        )
        for number in range(120)
    ]
    for start in range(0, 120, 7):
        store(facts[start : start + 7], now=NOW)
    for voided in random.sample(facts, 25):
        store([void(voided["id"], people[0])], now=NOW)
    return people


def test_a_rebuild_finds_no_difference(history):
    assert Record.objects.count() > 15
    _people, done = replay(now=NOW, check=True)
    assert done.differences == []
    assert done.rows == Record.objects.count()
    out = StringIO()
    call_command("rebuild_records", "--check", stdout=out)
    assert f"{done.rows} records." in out.getvalue()


def test_a_rebuild_finds_and_mends_what_is_wrong(history):
    kept = _all()
    wrong, gone = Record.objects.order_by("?")[:2]
    Record.objects.filter(pk=wrong.pk).update(latest_at=NOW + timedelta(days=9))
    gone.delete()
    Record.objects.create(
        actor=history[0],
        activity=intern_activities(["https://service.example/never"]).popitem()[1],
        first_at=NOW,
        latest_at=NOW,
    )
    with pytest.raises(CommandError, match="3 records differ"):
        call_command("rebuild_records", "--check", stdout=StringIO())
    assert _all() != kept, "a check must not fix"
    call_command("rebuild_records", stdout=StringIO())
    assert _all() == kept


def _all():
    return {
        (each.actor_id, each.activity_id, each.registration): _facts(each)
        for each in Record.objects.all()
    }


def test_voiding_rebuilds_that_person_and_activity_only(history):
    mine = Statement.objects.filter(voided=False, activity__isnull=False, actor=history[0]).first()
    # Were the others rebuilt too, these marks would be gone.
    Record.objects.update(latest_at=NOW + timedelta(days=9))
    store([void(str(mine.id), history[0])], now=NOW)
    touched = Record.objects.exclude(latest_at=NOW + timedelta(days=9))
    assert {(each.actor_id, each.activity_id) for each in touched} <= {
        (mine.actor_id, mine.activity_id)
    }
    others = Record.objects.exclude(actor=mine.actor_id, activity=mine.activity_id)
    assert others.exists()
    assert set(others.values_list("latest_at", flat=True)) == {NOW + timedelta(days=9)}


def test_linking_a_partners_name_brings_its_records_to_the_person(db):
    from learning.lrs.credentials import create_credential

    new = create_credential(
        name="partner", scopes=[Scope.ALL], activities="https://partner.example/"
    )
    name = {"mbox": "mailto:learner@partner.example"}
    store(
        [
            {
                "actor": name,
                "verb": verbs.COMPLETED.as_json(),
                "object": {"id": "https://partner.example/course"},
                "timestamp": "2026-05-01T09:30:00Z",
            }
        ],
        now=NOW,
        source=source_of(new.credential, Version.V1_0),
    )
    person = create_own_actor()
    alias = link_alias(own=person, agent=name)
    assert Record.objects.get().actor == alias
    replay(now=NOW, actors=[person.pk, alias.pk])
    assert Record.objects.get().actor == person
    assert Record.objects.get().completed_at == NOW


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None
)
@given(one=SAYINGS, two=SAYINGS, three=SAYINGS)
def test_postgresql_joins_as_python_does(db, one, two, three):
    person = create_own_actor()
    term = Term.objects.filter(kind=2).first() or intern_activities(["urn:x:1"])["urn:x:1"]
    key = (person.pk, term.pk, None)
    for facts in (one, two, three, two):
        write_facts({key: facts})
    assert _facts(Record.objects.get(actor=person)) == join(join(one, two), three)


def test_only_vouched_statements_about_activities_count(history):
    from dataclasses import replace

    from learning.lrs.loading import load

    statements = list(load("s.vouched", {}))
    assert facts_of(statements)
    assert not facts_of([replace(each, vouched=False) for each in statements])
    assert not facts_of([replace(each, activity_id=None) for each in statements])
