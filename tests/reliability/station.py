"""A whole platform of a test's own, whose server and database are killed at will."""

from __future__ import annotations

import base64
import contextlib
import http.client
import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import psycopg

from learning.config.embedded.server import EmbeddedServer
from tests import tables

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_SECONDS = 60
# Its statements move records, so that consumers work beside every one.
TRUSTED = "--activities=https://partner.example/"


class Station:
    """A PostgreSQL that keeps its promises (no unsafe options), and gunicorn before it."""

    def __init__(self, folder: Path, options: dict[str, str] | None = None) -> None:
        self.folder = folder
        self.postgres = EmbeddedServer(folder / "postgres", options)
        self.port = _free_port()
        self.server: subprocess.Popen[bytes] | None = None
        self.authorization = ""

    def build(self) -> None:
        """Start the database, bring in the tables, make a key, and serve."""
        self.start_database()
        tables.copy_into(self.postgres.connection_parameters())
        said = self.manage("create_lrs_credential", "writers", "--scope=all", TRUSTED).splitlines()
        key, secret = (line.partition(": ")[2] for line in said[-2:])
        word = base64.b64encode(f"{key}:{secret}".encode()).decode()
        self.authorization = f"Basic {word}"
        self.start_server()

    @property
    def environment(self) -> dict[str, str]:
        where = self.postgres.connection_parameters()
        address = (
            f"postgres://{where['user']}:{quote(where['password'])}"
            f"@{quote(where['host'], safe='')}:{where['port']}/{where['dbname']}"
        )
        return {
            **os.environ,
            "DATABASE_URL": address,
            "DJANGO_SETTINGS_MODULE": "learning.config.settings.embedded",
            "VAR": str(self.folder),
            # Nothing that answers a request may ever speak to a broker.
            "CELERY_BROKER_URL": os.environ.get("CELERY_BROKER_URL", ""),
        }

    def manage(self, *words: str) -> str:
        """Run a management command to its end, and return what it printed."""
        return subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=ROOT,
            env=self.environment,
            check=True,
            capture_output=True,
            text=True,
            timeout=300,
        ).stdout

    def start_database(self) -> None:
        self.postgres.ensure_running()

    def stop_database(self) -> None:
        """Stop it in immediate mode: no checkpoint, no goodbye (``pg_ctl stop -m immediate``)."""
        told = self.postgres.cluster.postmaster()
        assert told is not None
        os.kill(told[0], signal.SIGQUIT)
        _until(lambda: not self.postgres.is_running())

    def start_server(self, **environment: str) -> None:
        self.server = subprocess.Popen(
            [
                *(sys.executable, "-m", "gunicorn", "-c", "python:learning.config.gunicorn"),
                *("learning.config.wsgi", "-b", f"127.0.0.1:{self.port}", "-w1", "--threads=10"),
            ],
            cwd=ROOT,
            env={**self.environment, **environment},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        _until(self.answers)

    def answers(self) -> bool:
        with contextlib.suppress(OSError, http.client.HTTPException):
            return self.ask("GET", "/healthz")[0] == 200
        return False

    def kill_server(self) -> None:
        """Kill every process of the server with SIGKILL."""
        assert self.server is not None
        os.killpg(self.server.pid, signal.SIGKILL)
        self.server.wait()

    def ask(
        self, method: str, path: str, body: bytes = b"", timeout: float = 30
    ) -> tuple[int, http.client.HTTPMessage, bytes]:
        """Make one request on a connection of its own."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            connection.request(
                method,
                path,
                body or None,
                {
                    "Authorization": self.authorization,
                    "X-Experience-API-Version": "1.0.3",
                    "Content-Type": "application/json",
                },
            )
            response = connection.getresponse()
            return response.status, response.headers, response.read()
        finally:
            connection.close()

    def query(self, sql: str) -> list[tuple]:
        with psycopg.connect(**self.postgres.connection_parameters()) as connection:
            return connection.execute(sql).fetchall()

    def close(self) -> None:
        if self.server is not None and self.server.poll() is None:
            self.kill_server()
        self.postgres.release()


@dataclass
class Client:
    """Somebody who writes batches of statements, and again until told that they are stored."""

    station: Station
    number: int
    stop: threading.Event
    size: int = 10
    acknowledged: list[list[str]] = field(default_factory=list)
    given_up: list[list[str]] = field(default_factory=list)
    statuses: dict[int | str, int] = field(default_factory=dict)
    slowest: float = 0.0

    def run(self) -> None:
        random_ = random.Random(self.number)
        while not self.stop.is_set():
            batch = [self.statement() for _number in range(random_.randint(1, 3))]
            ids = [each["id"] for each in batch]
            if self.send(json.dumps(batch).encode(), patient=random_.random() > 0.1):
                self.acknowledged.append(ids)
            else:
                self.given_up.append(ids)

    def statement(self) -> dict:
        """Return a statement: of one of a few people, about one of a few activities."""
        return {
            "id": str(uuid.uuid4()),
            "actor": {"mbox": f"mailto:person{self.number % 4}@partner.example"},
            "verb": {"id": "http://adlnet.gov/expapi/verbs/completed"},
            "object": {"id": f"https://partner.example/{self.number % 3}"},
            "result": {"response": "x" * self.size},
        }

    def send(self, body: bytes, *, patient: bool) -> bool:
        """Send until answered 2xx; who is not patient goes after the first other answer."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            started = time.monotonic()
            try:
                status, headers, _body = self.station.ask("POST", "/xapi/statements", body)
            except (OSError, http.client.HTTPException):
                self.note("broken off")
            else:
                self.note(status)
                if status == 503:
                    assert headers["Retry-After"]
                if status == 200:
                    return True
            finally:
                self.slowest = max(self.slowest, time.monotonic() - started)
            if not patient:
                return False
            time.sleep(0.05)
        return False

    def note(self, what: int | str) -> None:
        self.statuses[what] = self.statuses.get(what, 0) + 1


@contextlib.contextmanager
def writing(station: Station, *, clients: int = 8, size: int = 10) -> Iterator[list[Client]]:
    """Let clients write beside what is done in the block, and then finish what they have begun."""
    stop = threading.Event()
    all_of_them = [Client(station, number, stop, size) for number in range(clients)]
    threads = [threading.Thread(target=client.run) for client in all_of_them]
    for thread in threads:
        thread.start()
    try:
        yield all_of_them
    finally:
        stop.set()
        for thread in threads:
            thread.join(timeout=2 * PATIENCE_SECONDS)
    assert not any(thread.is_alive() for thread in threads)


def what_is_wrong(station: Station, clients: list[Client]) -> list[str]:
    """Return how the store differs from what the clients were told."""
    stored = {str(id) for (id,) in station.query("SELECT id FROM lrs_statement")}
    wrong = [
        f"acknowledged and lost: {id}"
        for client in clients
        for ids in client.acknowledged
        for id in ids
        if id not in stored
    ]
    wrong += [
        f"torn: {ids}"
        for client in clients
        for ids in client.given_up
        if 0 < len(stored.intersection(ids)) < len(ids)
    ]
    for name, sql in CHECKS.items():
        [(count,)] = station.query(sql)
        if count:
            wrong.append(f"{name}: {count}")
    return wrong


# Each counts what must not be.
CHECKS = {
    "stored twice": "SELECT count(*) - count(DISTINCT id) FROM lrs_statement",
    "without an arrival": (
        "SELECT count(*) FROM lrs_statement s WHERE NOT EXISTS"
        " (SELECT FROM lrs_arrival a WHERE s.seq = ANY(a.seqs))"
    ),
    "arrived twice": (
        "SELECT count(*) - count(DISTINCT seq) FROM (SELECT unnest(seqs) AS seq FROM lrs_arrival)"
    ),
    "not to be found": (
        "SELECT count(*) FROM lrs_statement s WHERE (SELECT count(DISTINCT kind)"
        " FROM lrs_statementlink l WHERE l.statement_id = s.seq AND kind IN (1, 3, 4)) <> 3"
    ),
}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _until(true: object, seconds: float = PATIENCE_SECONDS) -> None:
    deadline = time.monotonic() + seconds
    assert callable(true)
    while not true():
        assert time.monotonic() < deadline, "it took too long"
        time.sleep(0.02)
