"""Mails through a real Redis and a real RabbitMQ: sent once, by one worker or two, and none lost
where one of them was killed in the middle of it."""

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

from learning.notifications.sweeps import BATCH
from tests.reliability.sweeping import left, let_leases_run_out, make_due, sent, taken

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
def mails(tmp_path: Path) -> Path:
    """The folder where the mail server leaves what it takes."""
    folder = tmp_path / "mails"
    folder.mkdir()
    return folder


@pytest.fixture
def start(broker: str, tmp_path: Path, mails: Path) -> Iterator[Start]:
    """Start Celery processes on the test's database, with a queue of their own."""
    queue = f"test-{uuid.uuid4()}"
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.reliability.worker_settings",
        "CELERY_BROKER_URL": broker,
        "TEST_DATABASE_NAME": str(connection.settings_dict["NAME"]),
        "TEST_QUEUE": queue,
        "TEST_MAIL_FOLDER": str(mails),
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
    """Wait until at most ``number`` mails are still to be sent."""
    deadline = time.monotonic() + seconds
    while left() > number:
        assert time.monotonic() < deadline, (tmp_path / "celery.log").read_text()[-4000:]
        time.sleep(0.05)


def test_mails_are_sent_once_by_two_workers(start: Start, tmp_path: Path, mails: Path) -> None:
    many = 3 * BATCH
    make_due(many)
    worker(start, "one")
    worker(start, "two")
    beat(start, tmp_path)
    wait_until_left(0, tmp_path)
    assert sent() == many
    found = taken(mails)
    assert len(found) == many
    assert set(found.values()) == {1}
    # The sweep that always fails has failed, been logged, and hindered nobody.
    assert "the mail server is away" in (tmp_path / "celery.log").read_text()


def test_what_a_killed_worker_held_is_sent_by_the_other(
    start: Start, tmp_path: Path, mails: Path
) -> None:
    many = 2 * BATCH
    make_due(many)
    doomed = worker(start, "doomed")
    beat(start, tmp_path)
    wait_until_left(many - 5, tmp_path)
    kill(doomed)
    before = sent()
    assert left() > 0, "it was killed in the middle"
    worker(start, "heir")
    held = BATCH - before % BATCH
    wait_until_left(held, tmp_path)  # what nobody holds goes out at once
    assert let_leases_run_out() == left() == held
    wait_until_left(0, tmp_path)
    assert sent() == many
    found = taken(mails)
    assert len(found) == many, "none is lost"
    # At most the one it was handing over goes out again, under the same Message-ID.
    assert sum(found.values()) <= many + 1
