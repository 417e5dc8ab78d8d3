"""A person, a thing to learn, and consumers that a test chooses."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection

from learning.lrs.actors import agent_of, create_own_actor
from learning.lrs.credentials import NewCredential, create_credential
from learning.lrs.facts import fact
from learning.lrs.models import Actor, Scope
from learning.lrs.sources import Source, source_of
from learning.xapi import activity_types, builders, verbs
from learning.xapi.validation import Version

from .speaking import Lrs

NOW = datetime(2026, 5, 1, 9, 30, tzinfo=UTC)
HOME = "https://partner.example/"


@pytest.fixture
def person(db: None) -> Actor:
    return create_own_actor()


def lesson(name: str = "1") -> dict[str, Any]:
    return builders.activity(
        f"https://service.example/lessons/{name}",
        type=activity_types.LESSON,
        name={"en": f"Lesson {name}"},
    )


def completed(person: Actor, name: str = "1", **parts: Any) -> dict[str, Any]:
    return fact(
        person_actor=person,
        verb=verbs.COMPLETED,
        activity=lesson(name),
        timestamp=parts.pop("timestamp", NOW),
        **parts,
    )


def foreign(
    actor: dict[str, Any] | None = None, *, verb: verbs.Verb = verbs.COMPLETED, **parts: Any
) -> dict[str, Any]:
    """Return a statement as a partner sends it."""
    return {
        "id": str(uuid.uuid4()),
        "actor": actor or {"mbox": "mailto:learner@partner.example"},
        "verb": verb.as_json(),
        "object": {"id": HOME + "courses/1"},
        **parts,
    }


def new_partner(name: str = "partner", activities: str = HOME) -> NewCredential:
    return create_credential(name=name, scopes=[Scope.ALL], activities=activities)


@pytest.fixture
def partner(db: None) -> Source:
    """A system that may vouch for what stands under its own address."""
    return source_of(new_partner().credential, Version.V1_0)


@pytest.fixture
def stranger(db: None) -> Source:
    """A system that may write, and vouch for nothing."""
    return source_of(new_partner("stranger", activities="").credential, Version.V1_0)


@pytest.fixture
def lrs(db: None) -> Lrs:
    """A client whose key may do everything and vouch for what stands under its address."""
    return Lrs(new_partner())


def void(id: uuid.UUID | str, by: Actor | None = None) -> dict[str, Any]:
    actor = agent_of(by) if by else {"mbox": "mailto:admin@partner.example"}
    return {
        "id": str(uuid.uuid4()),
        "actor": actor,
        "verb": verbs.VOIDED.as_json(),
        "object": {"objectType": "StatementRef", "id": str(id)},
    }


def in_threads(*calls: Callable[[], Any]) -> list[Any]:
    """Run the calls at once, each on a connection of its own, and return what they return."""
    results: list[Any] = [None] * len(calls)

    def run(place: int, call: Callable[[], Any]) -> None:
        try:
            results[place] = call()
        except Exception as error:
            results[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place, call)) for place, call in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert not any(thread.is_alive() for thread in threads), "a thread hangs"
    return results
