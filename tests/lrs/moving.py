"""Moving statements out and in, and comparing installations by names instead of numbers."""

from __future__ import annotations

import io
import json
import random
import uuid
from datetime import timedelta

from django.core.management import call_command
from django.db import connection

from learning.lrs import actors, definitions, terms
from learning.lrs.actors import create_own_actors, link_alias
from learning.lrs.models import Actor, Arrival, Statement, StatementLink
from learning.lrs.sources import source_of
from learning.lrs.store import store
from learning.lrs.sweeps import assign_positions
from learning.records.models import Record
from learning.xapi import verbs
from learning.xapi.validation import Version

from .conftest import NOW, completed, foreign, new_partner, void

TABLES = (
    "lrs_statement, lrs_statementlink, lrs_keptfile, lrs_arrival, lrs_projectiondue,"
    " lrs_credential, lrs_term, lrs_actor, records_record, records_registration"
)


def emptied():
    """Leave an installation in which nothing has ever been stated."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"TRUNCATE {TABLES} RESTART IDENTITY CASCADE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    # Other numbers than before, so that nothing can rest on them.
    create_own_actors(7)
    terms.remembered.forget()
    actors.remembered.forget()
    definitions.remembered.forget()


def exported(path, *arguments):
    call_command("export_statements", str(path), *arguments, stderr=io.StringIO())
    return path.read_bytes().splitlines(keepends=True)


def imported(path):
    out, err = io.StringIO(), io.StringIO()
    call_command("import_statements", str(path), stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def rebuilt():
    call_command("rebuild_records", stdout=io.StringIO())
    return records()


def records():
    """Return every record by names, which alone are the same elsewhere."""
    rows = Record.objects.values()
    people = dict(Actor.objects.values_list("id", "identifier"))
    things = dict(Record.objects.values_list("activity_id", "activity__iri"))
    return sorted(
        (
            json.dumps(
                {
                    **{name: str(value) for name, value in row.items() if name != "id"},
                    "actor_id": people[row["actor_id"]],
                    "activity_id": things[row["activity_id"]],
                },
                sort_keys=True,
            )
            for row in rows
        ),
    )


def statements():
    """Return every statement with all that is known of it, by names, in the order of arrival."""
    assign = Arrival.objects.order_by("position").values_list("seqs", flat=True)
    order = {seq: place for place, seq in enumerate(seq for seqs in assign for seq in seqs)}
    rows = Statement.objects.values_list(
        "seq", "id", "actor__identifier", "verb__iri", "object_kind", "activity__iri",
        "refers_to", "registration", "authority__identifier", "vouched", "voided", "stored",
        "timestamp", "raw",
    )  # fmt: skip
    return [row[1:] for row in sorted(rows, key=lambda row: order[row[0]])]


def links():
    """Return every link by the statement's id and what it names."""
    iris = {}
    for kind, model, name in (((1, 2), "lrs_actor", "identifier::text"),
                              ((3, 4, 5), "lrs_term", "iri")):  # fmt: skip
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT id, {name} FROM {model}")
            iris |= {(one, id): text for id, text in cursor.fetchall() for one in kind}
    return sorted(
        (kind, str(iris.get((kind, target), target)), str(stored), str(id))
        for kind, target, stored, id in StatementLink.objects.values_list(
            "kind", "target", "stored", "statement__id"
        )
    )


def whole_lines(path):
    return [json.loads(line) for line in path.read_bytes().splitlines()]


def make_busy(people):
    """Fill a store with everything in it that can be: partners, aliases, voiding in both orders."""
    chance = random.Random(4)
    trusted = source_of(new_partner().credential, Version.V1_0)
    stranger = source_of(new_partner("stranger", "").credential, Version.V2_0)
    for number, person in enumerate(people[:3]):
        link_alias(own=person, agent={"mbox": f"mailto:p{number}@partner.example"})
    early = str(uuid.uuid4())
    store([void(early)], now=NOW, source=trusted)
    for number in range(60):
        now = NOW + timedelta(seconds=number, milliseconds=chance.randrange(1000))
        person = chance.choice(people)
        if number % 3 == 0:
            score = {"score": {"scaled": 0.10 * chance.randrange(11)}, "success": True}
            agent = {"mbox": f"mailto:p{chance.randrange(4)}@partner.example"}
            parts = {"result": score, "timestamp": now.isoformat()}
            batch = [
                foreign(agent, verb=chance.choice([verbs.PASSED, verbs.FAILED]), **parts)
                for _one in range(3)
            ]
            if number == 3:
                batch[0]["id"] = early
            store(batch, now=now, source=trusted)
        elif number % 10 == 1:
            own = {"actor": people[0].identifier, "verb": {"id": "https://x.example/asked"}}
            about = {"objectType": "StatementRef", "id": str(Statement.objects.last().id)}
            store([{**own, "object": about}], now=now, source=stranger)
        else:
            registration = chance.choice([None, uuid.UUID(int=number % 4 + 1)])
            store(
                [completed(person, str(number % 6), timestamp=now, registration=registration)],
                now=now,
            )
    taken_back = Statement.objects.filter(vouched=True, authority__credentials__name="partner")
    store([void(taken_back.last().id)], now=NOW + timedelta(hours=1), source=trusted)
    assert assign_positions(now=NOW)
    assert Statement.objects.filter(voided=True).count() == 2
