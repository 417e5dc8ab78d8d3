"""The real server in a process of its own, and what somebody sends to it byte by byte."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from django.db import connection

ROOT = Path(__file__).resolve().parents[2]
# Settings of the server under test, as code that runs before it reads them.
CHANGED = """
from learning.config.settings.embedded import *
STORAGES["staticfiles"] = {{"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
globals().update({changes!r})
"""


def database_url() -> str:
    """Return the address of the database of the tests."""
    where = connection.get_connection_params()
    host = quote(str(where.get("host") or "127.0.0.1"), safe="")
    return (
        f"postgres://{where['user']}:{quote(str(where.get('password', '')))}@{host}"
        f":{where.get('port') or 5432}/{where['dbname']}"
    )


class Served:
    """A server on a port of its own."""

    def __init__(self, folder: Path, url: str, changes: dict[str, object], threads: int) -> None:
        (folder / "changed_settings.py").write_text(CHANGED.format(changes=changes))
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self.log = (folder / "log").open("wb")
        self.process = subprocess.Popen(
            [
                *(sys.executable, "-m", "gunicorn", "-c", "python:learning.config.gunicorn"),
                *("learning.config.wsgi", "-b", f"127.0.0.1:{self.port}", "-w1"),
                f"--threads={threads}",
            ],
            cwd=ROOT,
            env={
                **os.environ,
                "DATABASE_URL": url,
                "DJANGO_SETTINGS_MODULE": "changed_settings",
                "PYTHONPATH": str(folder),
                "VAR": str(folder),
                "TMPDIR": str(folder),
            },
            stdout=self.log,
            stderr=self.log,
        )
        until = time.monotonic() + 60
        while self.ask("/healthz") != 200:
            assert time.monotonic() < until, "it did not start in time"
            assert self.process.poll() is None, "it did not start"
            time.sleep(0.1)

    def ask(self, path: str, method: str = "GET", body: bytes = b"", **headers: str) -> int:
        """Make one request in good order, and return the status of its answer, 0 for none."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request(method, path, body or None, headers)
            return connection.getresponse().status
        except OSError:
            return 0
        finally:
            connection.close()

    def connect(self) -> socket.socket:
        """Return an open line to it."""
        return socket.create_connection(("127.0.0.1", self.port), timeout=20)

    def send(self, *parts: bytes, pause: float = 0) -> bytes:
        """Send ``parts`` on one line, and return everything that comes back until it is closed."""
        with self.connect() as line:
            for part in parts:
                try:
                    line.sendall(part)
                except OSError:
                    break
                time.sleep(pause)
            return read_all(line)

    def stop(self) -> None:
        """Ask it to end, and wait for that."""
        self.process.terminate()
        self.process.wait(20)
        self.log.close()

    @property
    def worker(self) -> int:
        """The process id of its worker."""
        return int(Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
                   .read_text().split()[0])  # fmt: skip


def read_all(line: socket.socket) -> bytes:
    """Return what comes until the other side closes."""
    got = b""
    while True:
        try:
            piece = line.recv(65536)
        except OSError:
            return got
        if not piece:
            return got
        got += piece


@contextmanager
def serving(folder: Path, url: str, *, threads: int = 2, **changes: object) -> Iterator[Served]:
    """Serve with some settings changed."""
    served = Served(folder, url, changes, threads)
    try:
        yield served
    finally:
        served.stop()
