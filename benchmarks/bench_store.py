"""How fast the store takes statements, as ratios to PostgreSQL and Django doing the least.

Run ``python -m benchmarks.bench_store`` with the settings of a database that may be written to.
(a) One statement a request, consumers on, through gunicorn, against a view that does one INSERT,
served the same way. (b) Batches of 100 through store(), consumers on, against inserting the same
texts 100 at a time into a plain table of the same PostgreSQL.
"""

from __future__ import annotations

import argparse
import base64
import http.client
import json
import os
import socket
import statistics
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import django
import psycopg

SETTINGS = os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.bench_settings")
YARDSTICK = """
DROP TABLE IF EXISTS bench_yardstick;
CREATE TABLE bench_yardstick (id uuid PRIMARY KEY, said text NOT NULL)
"""
HOME = "https://bench.example/"
VERBS = ("initialized", "answered", "completed", "passed", "failed")
PEOPLE, LESSONS = 200, 50


def statement(number: int, *, people: int = PEOPLE, lessons: int = LESSONS) -> dict[str, object]:
    """Return a statement as a course package sends it: about 1 kB, with its parent course."""
    lesson, person = number % lessons, number * 7 % people
    return {
        "id": str(uuid.uuid4()),
        "actor": {
            "objectType": "Agent",
            "account": {"homePage": HOME, "name": f"person-{person}"},
        },
        "verb": {
            "id": f"http://adlnet.gov/expapi/verbs/{VERBS[number % len(VERBS)]}",
            "display": {"en": VERBS[number % len(VERBS)]},
        },
        "object": {
            "objectType": "Activity",
            "id": f"{HOME}courses/{lesson % 5}/lessons/{lesson}",
            "definition": {
                "type": "http://adlnet.gov/expapi/activities/lesson",
                "name": {"en-GB": f"Lesson {lesson}", "cy": f"Gwers {lesson}"},
            },
        },
        "result": {"score": {"scaled": 0.75}, "success": True, "duration": "PT1M30S"},
        "context": {
            "registration": str(uuid.UUID(int=person + 1)),
            "contextActivities": {
                "parent": [{"objectType": "Activity", "id": f"{HOME}courses/{lesson % 5}"}]
            },
            "language": "en-GB",
        },
        "timestamp": datetime.now(UTC).isoformat(timespec="milliseconds"),
    }


def main() -> None:
    """Run both comparisons and print their ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=4, help="length of each measurement")
    parser.add_argument("--clients", type=int, default=4)
    parser.add_argument("--rounds", type=int, default=3, help="the two are measured in turn")
    options, _others = parser.parse_known_args()
    django.setup()
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(YARDSTICK)
        cursor.execute("SHOW server_version")
        [version] = cursor.fetchone()
        cursor.execute("SHOW fsync")
        [fsync] = cursor.fetchone()
    print(f"PostgreSQL {version}, fsync {fsync}, {os.cpu_count()} cores, load {load()}")
    one_a_request(options.seconds, options.clients, options.rounds)
    in_batches(options.seconds, options.rounds)
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE bench_yardstick")


def load() -> str:
    """Return the machine's load of the last one and five minutes."""
    one, five, _fifteen = os.getloadavg()
    return f"{one:.1f} {five:.1f}"


def compare(
    name: str, ours: Callable[[], float], theirs: Callable[[], float], rounds: int, floor: str
) -> None:
    """Measure both in turn and print their medians and the ratio; rates are per second."""
    pairs = [(ours(), theirs()) for _round in range(rounds)]
    our, their = (statistics.median(column) for column in zip(*pairs, strict=True))
    print(
        f"{name}: {our:,.0f}/s against {their:,.0f}/s, ratio {our / their:.2f} ({floor}),"
        f" load {load()}"
    )


def vacuum() -> None:
    """Give the planner its statistics, as autovacuum does wherever it is not turned off."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


# (a) One statement a request


def one_a_request(seconds: float, clients: int, rounds: int) -> None:
    """Compare requests a second."""
    from learning.lrs.credentials import create_credential
    from learning.lrs.models import Scope

    new = create_credential(name=f"bench {uuid.uuid4()}", scopes=[Scope.ALL], activities=HOME)
    word = base64.b64encode(f"{new.credential.key}:{new.secret}".encode()).decode()
    headers = {
        "Authorization": f"Basic {word}",
        "Content-Type": "application/json",
        "X-Experience-API-Version": "1.0.3",
    }
    with served() as port:

        def rate(path: str) -> Callable[[], float]:
            return lambda: requests_a_second(port, path, headers, seconds, clients)

        for path in ("/xapi/statements", "/bench/one-insert"):
            requests_a_second(port, path, headers, 1, clients)
        vacuum()
        compare(
            "one statement a request",
            rate("/xapi/statements"),
            rate("/bench/one-insert"),
            rounds,
            "at least 0.33, aim 0.50",
        )


@contextmanager
def served() -> Iterator[int]:
    """Serve the project and the yardstick with gunicorn on a free port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "benchmarks.bench_settings"}
    command = [sys.executable, "-m", "gunicorn", "--config=python:learning.config.gunicorn"]
    command += ["--workers=2", "--threads=2"]
    command += [f"--bind=127.0.0.1:{port}", "--keep-alive=30", "--log-level=error"]
    process = subprocess.Popen(
        [*command, "learning.config.wsgi"], env=environment, stdout=subprocess.DEVNULL
    )
    try:
        for _attempt in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=10)


def requests_a_second(
    port: int, path: str, headers: dict[str, str], seconds: float, clients: int
) -> float:
    """Return how many requests a second ``clients`` get answered on open connections."""
    done = [0] * clients
    end = time.monotonic() + seconds

    def client(place: int) -> None:
        link = http.client.HTTPConnection("127.0.0.1", port)
        number = place
        while time.monotonic() < end:
            link.request("POST", path, json.dumps(statement(number)), headers)
            answer = link.getresponse()
            said = answer.read()
            assert answer.status == 200, said
            done[place] += 1
            number += clients
        link.close()

    threads = [threading.Thread(target=client, args=(place,)) for place in range(clients)]
    started = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(done) / (time.monotonic() - started)


# (b) Batches


def in_batches(seconds: float, rounds: int) -> None:
    """Compare statements a second."""
    from learning.config.gunicorn import post_worker_init
    from learning.lrs.credentials import create_credential
    from learning.lrs.models import Scope
    from learning.lrs.sources import source_of
    from learning.lrs.store import store
    from learning.xapi import json_text
    from learning.xapi.validation import Version

    new = create_credential(name=f"bench {uuid.uuid4()}", scopes=[Scope.ALL], activities=HOME)
    source = source_of(new.credential, Version.V1_0)

    def take(body: bytes) -> None:
        store(json_text.parse(body), now=datetime.now(UTC), source=source)

    def ours() -> float:
        return batches_a_second(take, seconds)

    def theirs() -> float:
        from django.db import connection

        with psycopg.connect(**parameters(connection)) as raw:
            return batches_a_second(lambda body: insert(raw, body), seconds)

    batches_a_second(take, 1)
    # As in a server that has started (learning.config.gunicorn).
    post_worker_init(None)
    vacuum()
    compare("batches of 100", ours, theirs, rounds, "at least 0.20, aim 0.25")


def parameters(connection: object) -> dict[str, object]:
    """Return how Django reaches the database, for a connection of psycopg's own."""
    given = connection.get_connection_params()
    return {
        name: given[name]
        for name in ("dbname", "user", "password", "host", "port")
        if name in given
    }


def insert(raw: psycopg.Connection, body: bytes) -> None:
    """Insert the statements of a batch as plain rows in one query and one transaction."""
    said = json.loads(body)
    raw.execute(
        "INSERT INTO bench_yardstick SELECT * FROM unnest(%b::uuid[], %b::text[])",
        ([uuid.UUID(each["id"]) for each in said], [json.dumps(each) for each in said]),
    )
    raw.commit()


def batches_a_second(take: Callable[[bytes], None], seconds: float) -> float:
    """Return how many statements a second ``take`` takes; making them is not counted."""
    spent, done, number = 0.0, 0, 0
    while spent < seconds:
        body = json.dumps([statement(number + each) for each in range(100)]).encode()
        number += 100
        started = time.perf_counter()
        take(body)
        spent += time.perf_counter() - started
        done += 100
    return done / spent


if __name__ == "__main__":
    main()
