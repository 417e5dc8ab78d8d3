"""The embedded PostgreSQL: it runs while somebody uses it, and survives every kind of end."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from learning.config.embedded import binaries, guard
from learning.config.embedded.binaries import EmbeddedPostgresError
from learning.config.embedded.cluster import SOCKET_NAME, Cluster
from learning.config.embedded.server import FAST_AND_UNSAFE, EmbeddedServer

ROOT = Path(__file__).resolve().parents[2]
# Another user of the server: takes the lease, says so, and stays until its input ends.
USER = """
import sys
from pathlib import Path
from learning.config.embedded.server import FAST_AND_UNSAFE, EmbeddedServer
EmbeddedServer(Path(sys.argv[1]), FAST_AND_UNSAFE).ensure_running()
print("running", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[EmbeddedServer]:
    server = EmbeddedServer(tmp_path / "postgres", FAST_AND_UNSAFE)
    server.ensure_running()
    yield server
    server.release()


def query(server: EmbeddedServer, sql: str) -> object:
    with psycopg.connect(**server.connection_parameters(), autocommit=True) as connection:
        found = connection.execute(sql)
        return found.fetchone()[0] if found.description else None


def alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def wait_for(condition: Callable[[], bool], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)


def postgres_pid(server: EmbeddedServer) -> int:
    told = server.cluster.postmaster()
    assert told is not None
    return told[0]


def guard_pid(server: EmbeddedServer) -> int:
    return int(server.cluster.guard_file.read_text())


def test_it_is_postgresql_18_with_unicode_and_without_a_way_in_for_others(
    server: EmbeddedServer,
) -> None:
    assert str(query(server, "SHOW server_version")).startswith("18.")
    assert query(server, "SELECT upper('ŵŷé')") == "ŴŶÉ"
    assert query(server, "SHOW listen_addresses") == ""
    assert query(server, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user") is False
    owner = "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = 'learning'"
    assert query(server, owner) == "learning"
    assert stat.S_IMODE(server.cluster.password_file.stat().st_mode) == 0o600
    assert stat.S_IMODE(server.cluster.sockets.stat().st_mode) == 0o700
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(**{**server.connection_parameters(), "password": "guess"})
    with pytest.raises(psycopg.OperationalError, match="no password"):
        psycopg.connect(**{**server.connection_parameters(), "user": "postgres", "password": ""})


def test_it_ends_with_its_last_user(server: EmbeddedServer) -> None:
    pid = postgres_pid(server)
    other = subprocess.Popen(
        [sys.executable, "-c", USER, str(server.cluster.root)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert other.stdout is not None
    assert other.stdout.readline() == b"running\n"
    assert postgres_pid(server) == pid, "the second user shares the first one's server"
    server.release()
    assert alive(pid), "somebody still uses it"
    other.kill()
    other.communicate()
    wait_for(lambda: not alive(pid))


def test_a_killed_user_leaves_no_server_behind(tmp_path: Path) -> None:
    root = tmp_path / "postgres"
    user = subprocess.Popen(
        [sys.executable, "-c", USER, str(root)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert user.stdout is not None
    assert user.stdout.readline() == b"running\n"
    server = EmbeddedServer(root)
    pids = [postgres_pid(server), guard_pid(server)]
    user.kill()
    user.communicate()
    wait_for(lambda: not any(alive(pid) for pid in pids))


def test_a_killed_guard_takes_the_server_along_and_the_next_user_gets_a_new_one(
    server: EmbeddedServer,
) -> None:
    query(server, "CREATE TABLE kept AS SELECT 42 AS answer")
    old = postgres_pid(server)
    os.kill(guard_pid(server), signal.SIGKILL)
    wait_for(lambda: not alive(old))
    server.ensure_running()
    assert postgres_pid(server) != old
    assert query(server, "SELECT answer FROM kept") == 42


def test_a_killed_server_recovers_from_its_stale_pid_file(server: EmbeddedServer) -> None:
    query(server, "CREATE TABLE kept AS SELECT 42 AS answer")
    old = postgres_pid(server)
    os.kill(old, signal.SIGKILL)
    wait_for(lambda: not server.is_running())
    assert server.cluster.postmaster() is not None, "the pid file is stale, as after a power cut"
    server.ensure_running()
    assert query(server, "SELECT answer FROM kept") == 42


def test_a_pid_file_whose_number_now_belongs_to_another_program_is_forgotten(
    server: EmbeddedServer,
) -> None:
    server.release()
    stale = server.cluster.data / "postmaster.pid"
    stale.write_text(f"{os.getppid()}\n{server.cluster.data}\n")
    server.ensure_running()
    assert query(server, "SELECT 1") == 1


def test_a_guard_ends_on_sigterm(server: EmbeddedServer) -> None:
    pid = postgres_pid(server)
    os.kill(guard_pid(server), signal.SIGTERM)
    wait_for(lambda: not alive(pid))


def test_two_data_folders_run_side_by_side(server: EmbeddedServer, tmp_path: Path) -> None:
    other = EmbeddedServer(tmp_path / "other", FAST_AND_UNSAFE)
    other.ensure_running()
    try:
        query(other, "CREATE TABLE only_here ()")
        assert query(server, "SELECT to_regclass('only_here')") is None
    finally:
        other.release()


@pytest.mark.parametrize("name", ["a" * 120, "comma,space and ŵ"])
def test_odd_and_long_folders_work(tmp_path: Path, name: str) -> None:
    server = EmbeddedServer(tmp_path / name / "postgres", FAST_AND_UNSAFE)
    sockets = server.cluster.sockets
    assert len(os.fsencode(sockets / SOCKET_NAME)) <= 103
    assert sockets == Cluster(server.cluster.root).sockets, "every process finds the same folder"
    server.ensure_running()
    try:
        assert query(server, "SELECT 1") == 1
    finally:
        server.release()
        sockets.rmdir()


def test_somebody_elses_socket_folder_is_refused(tmp_path: Path) -> None:
    cluster = Cluster(tmp_path / ("b" * 120))
    target = tmp_path / "elsewhere"
    target.mkdir()
    cluster.sockets.symlink_to(target)
    try:
        with pytest.raises(EmbeddedPostgresError, match="belongs to somebody else"):
            cluster.prepare()
    finally:
        cluster.sockets.unlink()


def test_an_interrupted_creation_starts_anew(tmp_path: Path) -> None:
    server = EmbeddedServer(tmp_path / "postgres", FAST_AND_UNSAFE)
    half_made = server.cluster.root / "data.new"
    half_made.mkdir(parents=True)
    (half_made / "PG_VERSION").write_text("18\n")
    server.ensure_running()
    try:
        assert query(server, "SELECT 1") == 1
    finally:
        server.release()


def test_data_of_another_major_version_are_refused_in_words(tmp_path: Path) -> None:
    cluster = Cluster(tmp_path / "postgres")
    cluster.data.mkdir(parents=True)
    (cluster.data / "PG_VERSION").write_text("16\n")
    with pytest.raises(EmbeddedPostgresError, match="written by PostgreSQL 16"):
        cluster.create()


def test_root_without_user_namespaces_is_told_what_to_do(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    refusing = tmp_path / "unshare"
    refusing.write_text("#!/bin/sh\nexit 1\n")
    refusing.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    with pytest.raises(EmbeddedPostgresError, match=r"ordinary user.*DATABASE_URL"):
        binaries.user_prefix.__wrapped__()


def test_the_guard_knows_a_postgres_from_another_program(server: EmbeddedServer) -> None:
    assert guard.is_postgres(postgres_pid(server), server.cluster.data)
    assert not guard.is_postgres(os.getpid(), server.cluster.data)


def test_a_management_command_starts_the_database_by_itself(tmp_path: Path) -> None:
    environment = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"}
    environment |= {
        "VAR": str(tmp_path / "var"),
        "DJANGO_SETTINGS_MODULE": "learning.config.settings.embedded",
    }
    script = (
        "from django.db import connection as c; print(c.cursor().execute('SELECT 7').fetchone())"
    )
    done = subprocess.run(
        [sys.executable, "manage.py", "shell", "--no-imports", "-c", script],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.stdout.strip() == "(7,)", done.stderr
    server = EmbeddedServer(tmp_path / "var" / "postgres")
    wait_for(lambda: not server.is_running())


def test_dbshell_speaks_to_the_embedded_database(tmp_path: Path) -> None:
    environment = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"}
    environment |= {
        "VAR": str(tmp_path / "var"),
        "DJANGO_SETTINGS_MODULE": "learning.config.settings.embedded",
    }
    done = subprocess.run(
        [sys.executable, "manage.py", "dbshell", "--", "-Atc", "SELECT current_user || 7"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.stdout.strip() == "learning7", done.stderr


def test_a_command_that_needs_no_database_starts_none(tmp_path: Path) -> None:
    environment = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"}
    environment |= {
        "VAR": str(tmp_path / "var"),
        "DJANGO_SETTINGS_MODULE": "learning.config.settings.embedded",
    }
    subprocess.run(
        [sys.executable, "manage.py", "sweep", "--help"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        check=True,
        timeout=60,
    )
    assert not (tmp_path / "var" / "postgres").exists()
