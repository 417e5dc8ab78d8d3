"""`make run` from its first line to its last process."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.xdist_group("make-run")
READY_WITHIN_SECONDS = 90
STOPPED_WITHIN_SECONDS = 15


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def status_of(port: int, path: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    finally:
        connection.close()


def processes_of(var: Path) -> list[str]:
    """Return the commands of living processes that know of the data folder."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            command = (folder / "cmdline").read_bytes()
            environment = (folder / "environ").read_bytes()
        except OSError:
            continue
        if os.fsencode(var) in command + environment:
            found.append(command.replace(b"\0", b" ").decode(errors="replace"))
    return found


class Run:
    """One ``make run`` and what it has printed."""

    def __init__(self, var: Path, port: int) -> None:
        kept = ("DATABASE_URL", "DJANGO_SETTINGS_MODULE", "TEST_VAR", "MAKELEVEL", "MAKEFLAGS")
        environment = {k: v for k, v in os.environ.items() if k not in kept}
        self.process = subprocess.Popen(
            ["make", "run", f"PORT={port}", f"VAR={var}"],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.lines: list[str] = []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        self.lines.extend(iter(self.process.stdout.readline, ""))

    @property
    def output(self) -> str:
        return "".join(self.lines)

    def wait_for(self, text: str, seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while text not in self.output:
            assert self.process.poll() is None, self.output
            assert time.monotonic() < deadline, self.output
            time.sleep(0.1)

    def wait_ended(self) -> None:
        self.process.wait(STOPPED_WITHIN_SECONDS)
        self._reader.join(5)


@pytest.fixture(scope="module")
def shared_var(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One data folder for these tests: the second `make run` finds the tables of the first."""
    return tmp_path_factory.mktemp("make-run") / "var"


@pytest.fixture
def var(shared_var: Path) -> Iterator[Path]:
    if not (ROOT / ".venv" / "installed.json").exists():
        pytest.skip("not installed by `make`: this test needs what `make test` prepares")
    yield shared_var
    assert processes_of(shared_var) == []


def test_it_serves_tells_and_stops(var: Path) -> None:
    port = free_port()
    run = Run(var, port)
    try:
        run.wait_for("Press Ctrl-C to stop", READY_WITHIN_SECONDS)
        address = f"http://127.0.0.1:{port}"
        assert re.search(rf"Ready after \d+ s: {address}", run.output)
        assert status_of(port, "/readyz") == 200
        assert len(processes_of(var)) >= 5, "server, its workers, sweep, guard and database"

        second = Run(var, free_port())
        second.process.wait(60)
        assert second.process.returncode != 0
        second._reader.join(5)
        assert "Another `make run` uses" in second.output
        third = Run(var.with_name("other"), port)
        third.process.wait(60)
        third._reader.join(5)
        assert "choose another port" in third.output
    finally:
        run.process.send_signal(signal.SIGTERM)
        run.wait_ended()
    assert "Stopped." in run.output
    assert processes_of(var) == []


def test_killed_outright_it_leaves_nothing_behind(var: Path) -> None:
    run = Run(var, free_port())
    try:
        run.wait_for("Starting the server", READY_WITHIN_SECONDS)
    finally:
        run.process.kill()
        run.wait_ended()
    deadline = time.monotonic() + STOPPED_WITHIN_SECONDS
    while processes_of(var):
        assert time.monotonic() < deadline, processes_of(var)
        time.sleep(0.2)
