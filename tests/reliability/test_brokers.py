"""Due work through a real Redis and a real RabbitMQ: done once, by one worker or two, or after
one of them was killed in the middle of it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connection
from kombu import Connection

from tests.reliability.sweeping import make_due, states

ROOT = Path(__file__).resolve().parents[2]
pytestmark = [
    pytest.mark.reliability,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]
Start = Callable[..., subprocess.Popen[bytes]]


@pytest.fixture(params=["TEST_REDIS_URL", "TEST_RABBITMQ_URL"])
def broker(request: pytest.FixtureRequest) -> str:
    """The address of a real broker; skipped, with the reason, where none is given."""
    url = os.environ.get(request.param)
    if not url:
        pytest.skip(f"{request.param} is not set: no such broker to test with")
    return url


@pytest.fixture
def start(broker: str, tmp_path: Path) -> Iterator[Start]:
    """Start Celery processes on the test's database, with a queue of their own."""
    queue = f"test-{uuid.uuid4()}"
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.reliability.worker_settings",
        "CELERY_BROKER_URL": broker,
        "TEST_DATABASE_NAME": str(connection.settings_dict["NAME"]),
        "TEST_QUEUE": queue,
    }
    started = []

    def start_one(*arguments: str) -> subprocess.Popen[bytes]:
        with open(tmp_path / "celery.log", "ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "celery", "--app=learning.config.celery", *arguments],
                cwd=ROOT,
                env=environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        started.append(process)
        return process

    yield start_one
    for process in started:
        kill(process)
    with Connection(broker) as opened:
        opened.default_channel.queue_delete(queue)


def kill(process: subprocess.Popen[bytes]) -> None:
    """End a process and its children as a lost machine would."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def worker(start: Start, name: str) -> subprocess.Popen[bytes]:
    return start(
        "worker",
        f"--hostname={name}@test",
        "--concurrency=1",
        "--loglevel=WARNING",
        "--without-gossip",
        "--without-mingle",
    )


def beat(start: Start, tmp_path: Path) -> subprocess.Popen[bytes]:
    return start("beat", f"--schedule={tmp_path / 'beat'}", "--pidfile=", "--loglevel=WARNING")


def wait_until_left(number: int, tmp_path: Path, seconds: float = 60) -> None:
    """Wait until at most ``number`` topics are still due."""
    deadline = time.monotonic() + seconds
    while states()[0] > number:
        assert time.monotonic() < deadline, (tmp_path / "celery.log").read_text()[-4000:]
        time.sleep(0.1)


def test_due_rows_are_done_once_by_two_workers(start: Start, tmp_path: Path) -> None:
    make_due(40)
    worker(start, "one")
    worker(start, "two")
    beat(start, tmp_path)
    wait_until_left(0, tmp_path)
    assert states() == (0, {"+"})
    # The sweep that always fails has failed, been logged, and hindered nobody.
    assert "the mail server is away" in (tmp_path / "celery.log").read_text()


def test_what_a_killed_worker_held_is_done_once_by_the_other(start: Start, tmp_path: Path) -> None:
    make_due(60)
    doomed = worker(start, "doomed")
    beat(start, tmp_path)
    wait_until_left(55, tmp_path)
    kill(doomed)
    left, _ = states()
    assert left > 0, "it was killed in the middle"
    worker(start, "heir")
    wait_until_left(0, tmp_path)
    assert states() == (0, {"+"})
