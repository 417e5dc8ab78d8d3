"""Running sweeps in one process: beside each other, once, until told, and in Celery's schedule."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import connection

from learning.config.celery import EXPIRES_SECONDS, app, beat_schedule
from learning.config.sweeps import Sweeper, find_sweep
from tests.reliability.sweeping import left, make_due, sent

ROOT = Path(__file__).resolve().parents[2]
FINISH = "learning.notifications.sweeps.send_due"
FAIL = "tests.reliability.sweeping.fail"


@pytest.fixture(autouse=True)
def sweeps(settings: Any) -> None:
    settings.SWEEPS = [FAIL, FINISH]


@pytest.mark.django_db
def test_a_failing_sweep_is_logged_and_stops_no_other(caplog: pytest.LogCaptureFixture) -> None:
    make_due(2)
    sweeper = Sweeper([FAIL, FINISH])
    assert sweeper.run_round() == 2
    assert (left(), sent()) == (0, 2)
    assert sweeper.failed
    assert "sweep_failed" in caplog.text
    assert "the mail server is away" in caplog.text


@pytest.mark.django_db
def test_a_failing_sweep_rests_before_it_is_tried_again(caplog: pytest.LogCaptureFixture) -> None:
    sweeper = Sweeper([FAIL])
    sweeper.run_round()
    caplog.clear()
    sweeper.run_round()
    assert caplog.text == ""


@pytest.mark.django_db
def test_once_runs_only_that_one(capsys: pytest.CaptureFixture[str]) -> None:
    make_due(1)
    call_command("sweep", once=FINISH)
    assert "1 rows done" in capsys.readouterr().out


@pytest.mark.django_db
def test_a_command_whose_sweep_failed_fails() -> None:
    with pytest.raises(CommandError, match="A sweep failed"):
        call_command("sweep")


def test_a_name_that_is_not_in_sweeps_is_refused() -> None:
    with pytest.raises(CommandError, match="not among SWEEPS"):
        call_command("sweep", once="os.getcwd")


def test_a_name_that_cannot_be_imported_is_refused(settings: Any) -> None:
    settings.SWEEPS = ["learning.no_such.thing"]
    with pytest.raises(ImproperlyConfigured, match="cannot be imported"):
        find_sweep("learning.no_such.thing")


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_forever_ends_in_order_when_told(number: signal.Signals, tmp_path: Path) -> None:
    make_due(3)
    process = subprocess.Popen(
        [sys.executable, "manage.py", "sweep", "--forever"],
        cwd=ROOT,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.reliability.worker_settings",
            "TEST_DATABASE_NAME": str(connection.settings_dict["NAME"]),
            "TEST_QUEUE": "unused",
            "TEST_MAIL_FOLDER": str(tmp_path),
        },
        stderr=subprocess.PIPE,
        text=True,
    )
    deadline = time.monotonic() + 30
    while left():
        assert process.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.1)
    process.send_signal(number)
    _, said = process.communicate(timeout=5)
    assert process.returncode == 0
    assert "KeyboardInterrupt" not in said
    assert (left(), sent()) == (0, 3)


def test_beat_asks_for_every_sweep_and_its_messages_expire() -> None:
    entry = beat_schedule([FINISH])[FINISH]
    assert entry["args"] == [FINISH]
    assert entry["task"] in app.tasks
    assert entry["options"] == {"expires": EXPIRES_SECONDS}
    assert app.conf.task_acks_late
    assert app.conf.task_ignore_result
    assert app.conf.result_backend is None
    assert not app.conf.task_always_eager
