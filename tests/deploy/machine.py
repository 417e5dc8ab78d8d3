"""What an office has and this machine may have: a PostgreSQL, a Redis, a certificate."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit

import psycopg

from learning.config.embedded.binaries import program
from learning.config.embedded.server import FAST_AND_UNSAFE, EmbeddedServer

PATIENCE_SECONDS = 90


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def until(
    true: Callable[[], object], what: str, process: subprocess.Popen[str] | None = None
) -> None:
    """Wait until something is so."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not true():
        assert process is None or process.poll() is None, f"it ended instead: {what}"
        assert time.monotonic() < deadline, f"never came: {what}"
        time.sleep(0.1)


@contextlib.contextmanager
def database(folder: Path) -> Iterator[str]:
    """Give an empty database: on the server PostgreSQL where one answers, else on our own."""
    server = os.environ.get("DATABASE_URL", "postgres://postgres@127.0.0.1:5432/postgres")
    name = f"learning_guide_{secrets.token_hex(4)}"
    url = urlunsplit(urlsplit(server)._replace(path="/postgres"))
    try:
        psycopg.connect(url, connect_timeout=3).close()
    except psycopg.OperationalError:
        with _own_database(folder) as own:
            yield own
        return
    with psycopg.connect(url, autocommit=True) as admin:
        admin.execute(f'CREATE DATABASE "{name}"'.encode())
    try:
        yield urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
    finally:
        with psycopg.connect(url, autocommit=True) as admin:
            admin.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'.encode())
            admin.execute(f'DROP DATABASE IF EXISTS "{name}_copy" WITH (FORCE)'.encode())


@contextlib.contextmanager
def _own_database(folder: Path) -> Iterator[str]:
    server = EmbeddedServer(folder / "postgres", FAST_AND_UNSAFE)
    server.ensure_running()
    try:
        where = server.connection_parameters()
        yield (
            f"postgres://{where['user']}:{quote(where['password'])}"
            f"@{quote(where['host'], safe='')}:{where['port']}/{where['dbname']}"
        )
    finally:
        server.release()


@contextlib.contextmanager
def broker(folder: Path) -> Iterator[str]:
    """Give a Redis: the one of this machine where it answers, else one of our own, else none.

    A database in it that no other test uses, for anyone who finds a nudge runs it.
    """
    found = os.environ.get("TEST_REDIS_URL", "redis://127.0.0.1:6379/0")
    parts = urlsplit(found)
    with contextlib.suppress(OSError):
        socket.create_connection((parts.hostname or "127.0.0.1", parts.port or 6379), 2).close()
        yield urlunsplit(parts._replace(path="/13"))
        return
    own = shutil.which("redis-server")
    if own is None:
        yield ""
        return
    port = free_port()
    process = subprocess.Popen(
        [own, "--port", str(port), "--save", "", "--dir", str(folder)],
        stdout=subprocess.DEVNULL,
    )
    try:
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        process.terminate()
        process.wait(20)


def with_database_programs(environment: dict[str, str]) -> dict[str, str]:
    """Return an environment in which pg_dump is found: the system's, else our own."""
    if shutil.which("pg_dump"):
        return environment
    folder = Path(program("pg_dump")).parent
    return {**environment, "PATH": f"{folder}{os.pathsep}{environment['PATH']}"}


def certificate(folder: Path, host: str) -> bool:
    """Write a certificate for ``host`` into a folder; tell whether that could be done."""
    openssl = shutil.which("openssl")
    if openssl is None:
        return False
    subprocess.run(
        [
            *(openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"),
            *("-subj", f"/CN={host}", "-addext", f"subjectAltName=DNS:{host}"),
            *("-keyout", str(folder / "tls.key"), "-out", str(folder / "tls.pem")),
        ],
        check=True,
        capture_output=True,
    )
    return True
