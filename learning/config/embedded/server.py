"""Using the embedded server: take a lease, and it runs for as long as you hold it."""

from __future__ import annotations

import contextlib
import fcntl
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from learning.config.embedded import binaries
from learning.config.embedded.binaries import EmbeddedPostgresError
from learning.config.embedded.cluster import DATABASE, ROLE, SOCKET_NAME, Cluster

START_TIMEOUT_SECONDS = 60
LEASE_TIMEOUT_SECONDS = 60
POLL_SECONDS = 0.02
LOG_LIMIT_BYTES = 10 * 1024 * 1024
# What a server of the tests may do without: it survives a killed process, not a power cut.
FAST_AND_UNSAFE = {"fsync": "off", "full_page_writes": "off"}


class EmbeddedServer:
    """The server of one data folder, as one process sees it.

    :param root: the folder of the cluster, made where it is missing.
    :param options: PostgreSQL settings for the server, where this process is the one to start it.
    """

    def __init__(self, root: Path, options: Mapping[str, str] | None = None) -> None:
        self.cluster = Cluster(root)
        self.options = dict(options or {})
        self._lease: int | None = None
        self._guard: subprocess.Popen[bytes] | None = None
        self._mutex = threading.Lock()

    def connection_parameters(self) -> dict[str, str]:
        """Return what libpq needs to connect: host, port, dbname, user, password."""
        return {
            "host": str(self.cluster.sockets),
            "port": "5432",
            "dbname": DATABASE,
            "user": ROLE,
            "password": self.cluster.password(),
        }

    def ensure_running(self) -> None:
        """Take a lease if this process has none, and start the server if it does not run.

        Cheap where all is well: one connection to the socket.

        :raises EmbeddedPostgresError: when it cannot be created or started.
        """
        with self._mutex:
            if self._lease is not None and self._answers():
                return
            self.cluster.prepare()
            self._take_lease()
            with _locked(self.cluster.start_file):
                if not self._answers():
                    self._start()

    def release(self, *, wait_seconds: float = 30) -> None:
        """Give the lease back; where this process started the server, wait until it has ended.

        With other holders it goes on running, and so this does not wait for it.
        """
        with self._mutex:
            if self._lease is not None:
                os.close(self._lease)
                self._lease = None
            guard, self._guard = self._guard, None
        if guard is None:
            return
        deadline = time.monotonic() + wait_seconds
        while guard.poll() is None and time.monotonic() < deadline:
            if self._held_by_others():
                return
            time.sleep(POLL_SECONDS)

    def is_running(self) -> bool:
        """Tell whether a guard lives and says that its server is ready; cheap enough to poll.

        Asking the server itself would make it start a process each time.
        """
        told = self.cluster.postmaster()
        return told is not None and told[1] == "ready" and self._guard_lives()

    def _take_lease(self) -> None:
        """Hold the lease shared; wait while a guard that found nobody is still stopping."""
        if self._lease is not None:
            return
        lease = os.open(self.cluster.lease_file, os.O_RDWR | os.O_CREAT, 0o600)
        deadline = time.monotonic() + LEASE_TIMEOUT_SECONDS
        while True:
            try:
                fcntl.flock(lease, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() > deadline:
                    os.close(lease)
                    raise EmbeddedPostgresError(
                        f"The previous PostgreSQL in {self.cluster.root} has not stopped in"
                        f" {LEASE_TIMEOUT_SECONDS} s; see {self.cluster.log}."
                    ) from None
                time.sleep(POLL_SECONDS)
            else:
                self._lease = lease
                return

    def _held_by_others(self) -> bool:
        """Tell whether somebody holds the lease shared."""
        with open(self.cluster.lease_file, "rb") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                # Either users, sharing it, or the guard, stopping: a shared lock tells them apart.
                try:
                    fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
                except BlockingIOError:
                    return False
                return True
            return False

    def _guard_lives(self) -> bool:
        """Tell whether some guard holds its lock."""
        try:
            with open(self.cluster.guard_file, "rb") as file:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except FileNotFoundError:
            return False
        except BlockingIOError:
            return True
        return False

    def _answers(self) -> bool:
        """Tell whether a guarded server is ready and takes connections."""
        if not self.is_running():
            return False
        # After a crash the old pid file says "ready" until the new server has written its own.
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
            probe.settimeout(5)
            try:
                probe.connect(str(self.cluster.sockets / SOCKET_NAME))
            except OSError:
                return False
        return True

    def _start(self) -> None:
        """Create the cluster if need be, start a guard, and wait until its server is ready."""
        self.cluster.create()
        self._drop_long_log()
        command = binaries.server_command(self.cluster.data, self.cluster.sockets, self.options)
        with open(self.cluster.log, "ab") as log:
            written = log.tell()
            # A session of its own: Ctrl-C reaches the users first, and the guard stops after them.
            guard = subprocess.Popen(
                [
                    *(sys.executable, "-I", "-S", str(Path(__file__).with_name("guard.py"))),
                    *(str(self.cluster.root), *command),
                ],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                env=binaries.environment(),
            )
        self._guard = guard
        deadline = time.monotonic() + START_TIMEOUT_SECONDS
        while not self._answers():
            if guard.poll() is not None:
                said = self.cluster.log.read_bytes()[written:].decode("utf-8", "replace")
                raise EmbeddedPostgresError(
                    f"PostgreSQL did not start in {self.cluster.root}:\n{said.strip()[-2000:]}"
                )
            if time.monotonic() > deadline:
                guard.terminate()
                raise EmbeddedPostgresError(
                    f"PostgreSQL was not ready after {START_TIMEOUT_SECONDS} s; see"
                    f" {self.cluster.log}."
                )
            time.sleep(POLL_SECONDS)

    def _drop_long_log(self) -> None:
        """Keep at most one old log beside the present one."""
        with contextlib.suppress(FileNotFoundError):
            if self.cluster.log.stat().st_size > LOG_LIMIT_BYTES:
                self.cluster.log.replace(self.cluster.log.with_suffix(".log.old"))


@contextlib.contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Hold ``path`` locked, alone among all processes."""
    with open(path, "ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


_servers: dict[Path, EmbeddedServer] = {}


def server_for(root: Path, options: Mapping[str, str] | None = None) -> EmbeddedServer:
    """Return this process's one view of the server in ``root``; ``options`` count the first time.

    One view per process and not per thread or connection: the lease is the process's.
    """
    return _servers.setdefault(root.resolve(), EmbeddedServer(root.resolve(), options))
