"""Saying what people did, and reading it back as an L&D lead does."""

from __future__ import annotations

import json
import re
import uuid
from datetime import UTC, datetime

from django.test import Client

from learning.lrs.credentials import create_credential
from learning.lrs.facts import fact
from learning.lrs.models import Scope
from learning.lrs.sources import source_of
from learning.lrs.store import store
from learning.xapi import activity_types, builders, verbs
from learning.xapi.validation import Version

NOW = datetime(2026, 5, 1, 9, 30, tzinfo=UTC)
PARTNER = "https://partner.example/"
URL, FILE = "/statements/", "/statements.jsonl"


def browser(person) -> Client:
    client = Client()
    client.force_login(person, backend="learning.people.backends.EmployedBackend")
    return client


def says(person, name="1", *, verb=verbs.COMPLETED, now=NOW, **parts):
    """Store that a person did something here, and return its id as text."""
    statement = fact(
        person_actor=person.actor,
        verb=verb,
        activity=builders.activity(
            f"https://service.example/{name}",
            type=activity_types.LESSON,
            name={"en": f"Thing {name}"},
        ),
        timestamp=now,
        occurrence=str(uuid.uuid4()),
        **parts,
    )
    [id] = store([statement], now=now).ids
    return str(id)


def partner(name="Library", activities=PARTNER):
    new = create_credential(name=name, scopes=[Scope.ALL], activities=activities)
    return source_of(new.credential, Version.V1_0)


def told_by(source, agent, *, now=NOW, **parts):
    """Store what a partner says with everything that can be said in a statement."""
    statement = {
        "id": str(uuid.uuid4()),
        "actor": {"name": "Third Person", **agent},
        "verb": verbs.COMPLETED.as_json(),
        "object": {
            "id": PARTNER + "courses/1",
            "definition": {
                "name": {"en": "Charts"},
                "type": "http://adlnet.gov/expapi/activities/cmi.interaction",
                "interactionType": "fill-in",
                "correctResponsesPattern": ["my own words"],
                "extensions": {PARTNER + "x": "my own words"},
            },
        },
        "result": {
            "score": {"scaled": 0.314},
            "success": False,
            "completion": True,
            "response": "my own words",
            "duration": "PT17M",
            "extensions": {PARTNER + "x": "my own words"},
        },
        "context": {
            "instructor": {"mbox": "mailto:third@person.example"},
            "extensions": {PARTNER + "x": "half past"},
            "statement": {"objectType": "StatementRef", "id": str(uuid.uuid4())},
        },
        "timestamp": now.isoformat(),
        **parts,
    }
    [id] = store([statement], now=now, source=source).ids
    return str(id)


def listed(client, **filters):
    response = client.get(URL, filters)
    assert response.status_code == 200, response.content
    return re.findall(r"/statements/([0-9a-f-]{36})/", response.content.decode())


def downloaded(client, **filters):
    response = client.get(FILE, filters)
    assert response.status_code == 200
    assert response.streaming
    return [json.loads(line) for line in b"".join(response).splitlines()]
