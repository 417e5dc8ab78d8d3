"""/healthz and /readyz: what they answer when a part is away, and how soon."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

from learning.config import health


@pytest.fixture(autouse=True)
def forget_migrations() -> Iterator[None]:
    health._migrated = False
    yield
    health._migrated = False


@pytest.fixture
def frozen_port() -> Iterator[int]:
    """A port that accepts connections and never says anything, as a frozen broker does."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        yield listening.getsockname()[1]


def test_alive_without_asking_the_database(client: Client) -> None:
    answer = client.get("/healthz")  # without the db fixture, any query would raise
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


@pytest.mark.django_db
def test_ready(client: Client) -> None:
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {
        "status": "ok", "database": "ok", "broker": "none", "set_aside": {},
    }  # fmt: skip
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.django_db
def test_unready_while_migrations_are_unapplied(client: Client) -> None:
    MigrationRecorder.Migration.objects.filter(app="people").delete()
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["database"] == "migrations unapplied"


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_unready_without_a_database_and_ready_again_after(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    connection.close()
    with monkeypatch.context() as away:
        # A name that no server has: the driver itself then refuses, as when it is away.
        away.setitem(connection.settings_dict, "NAME", "no_such_database")
        answer = client.get("/readyz")
        assert answer.status_code == 503
        assert answer.json()["database"] == "unreachable"
        connection.close()
    assert client.get("/readyz").status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("scheme", ["redis", "amqp"])
def test_a_frozen_broker_degrades_in_less_than_a_second(
    client: Client, settings: Any, frozen_port: int, scheme: str
) -> None:
    settings.CELERY_BROKER_URL = f"{scheme}://127.0.0.1:{frozen_port}/0"
    started = time.monotonic()
    answer = client.get("/readyz")
    assert time.monotonic() - started < 1
    assert answer.status_code == 200
    assert answer.json()["status"] == "degraded"


@pytest.mark.django_db
def test_a_dead_broker_degrades(client: Client, settings: Any) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound and not listening: connections are refused
        settings.CELERY_BROKER_URL = f"redis://127.0.0.1:{taken.getsockname()[1]}/0"
        answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json()["broker"] == "unreachable"


def test_a_broker_of_unknown_kind_is_not_called_well() -> None:
    assert health.broker_state("sqs://somewhere") == "unreachable"
