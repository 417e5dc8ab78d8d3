"""One data folder of the embedded PostgreSQL: its layout, and creating it once."""

from __future__ import annotations

import hashlib
import os
import secrets
import shutil
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path

from learning.config.embedded import binaries
from learning.config.embedded.binaries import EmbeddedPostgresError

# sun_path of a Unix socket is 108 bytes with its closing NUL on Linux, 104 on macOS.
SOCKET_PATH_LIMIT = 103
SOCKET_NAME = ".s.PGSQL.5432"
ROLE = "learning"
DATABASE = "learning"


@dataclass(frozen=True)
class Cluster:
    """The files of one embedded server, all under ``root`` (usually ``VAR/postgres``)."""

    root: Path

    @property
    def data(self) -> Path:
        """The folder that PostgreSQL calls its data directory."""
        return self.root / "data"

    @property
    def password_file(self) -> Path:
        """The file (0600) that holds the generated password of our role."""
        return self.root / "password"

    @property
    def log(self) -> Path:
        """The file that the server writes its messages to."""
        return self.root / "server.log"

    @property
    def lease_file(self) -> Path:
        """The file that users lock shared, and the guard locks alone when all have gone."""
        return self.root / "lease.lock"

    @property
    def start_file(self) -> Path:
        """The file that is locked while somebody creates or starts the server."""
        return self.root / "start.lock"

    @property
    def guard_file(self) -> Path:
        """The file that a living guard holds locked, and that names its process."""
        return self.root / "guard.lock"

    @property
    def sockets(self) -> Path:
        """The folder of the socket: under ``root``, or a short one where that is too long.

        The short one is found again from the path alone, so that every process agrees on it.
        A comma would be read as a list of folders, by the server and by libpq alike.
        """
        here = self.root / "run"
        odd = set(str(here)) & set(',"\\\n')
        if not odd and len(os.fsencode(here / SOCKET_NAME)) <= SOCKET_PATH_LIMIT:
            return here
        digest = hashlib.sha256(os.fsencode(self.root)).hexdigest()[:16]
        return Path(tempfile.gettempdir()) / f"learning-{os.geteuid()}-{digest}"

    def prepare(self) -> None:
        """Make the folders that must exist before anything can be locked or started.

        :raises EmbeddedPostgresError: where a folder cannot be made, or is another user's.
        """
        try:
            self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
            self.root.chmod(0o700)
            self.sockets.mkdir(mode=0o700, exist_ok=True)
        except OSError as error:
            raise EmbeddedPostgresError(
                f"Cannot write to the data folder: {error}. Set VAR to a folder of yours."
            ) from error
        # The short folder stands in a place where others may write: it must really be ours.
        found = self.sockets.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid():
            raise EmbeddedPostgresError(
                f"{self.sockets} belongs to somebody else. Set VAR to a shorter path."
            )
        self.sockets.chmod(0o700)

    def password(self) -> str:
        """Return the generated password of our role."""
        return self.password_file.read_text(encoding="ascii").strip()

    def create(self) -> None:
        """Create the data folder with our role and database, unless it is there already.

        It is built beside its place and moved there whole, so a kill in between leaves nothing
        half made. Call it only while holding ``start_file``.

        :raises EmbeddedPostgresError: when PostgreSQL refuses, or the data are of another version.
        """
        if self.data.exists():
            self._check_version()
            return
        unfinished = self.root / "data.new"
        shutil.rmtree(unfinished, ignore_errors=True)
        password = secrets.token_urlsafe(32)
        _write_private(self.password_file, password)
        # Nobody ever signs in as the superuser: its password is thrown away at once, and what
        # needs it is done in single-user mode, before the server is there to talk to.
        with tempfile.NamedTemporaryFile("w", dir=self.root, prefix="superuser-") as thrown_away:
            thrown_away.write(secrets.token_urlsafe(32))
            thrown_away.flush()
            binaries.run(
                "initdb",
                [
                    f"--pgdata={unfinished}",
                    "--username=postgres",
                    "--auth=scram-sha-256",
                    f"--pwfile={thrown_away.name}",
                    "--encoding=UTF8",
                    "--locale=C",
                    "--locale-provider=builtin",
                    "--builtin-locale=C.UTF-8",
                    "--no-instructions",
                ],
            )
        # CREATEDB lets the tests make databases of their own; it is not a superuser.
        binaries.run(
            "postgres",
            ["--single", "-D", str(unfinished), "-c", "log_min_messages=fatal", "postgres"],
            text=f"CREATE ROLE {ROLE} LOGIN CREATEDB PASSWORD '{password}';\n"
            f"CREATE DATABASE {DATABASE} OWNER {ROLE};\n",
        )
        unfinished.rename(self.data)

    def _check_version(self) -> None:
        """Refuse data that another major version of PostgreSQL wrote."""
        found = (self.data / "PG_VERSION").read_text(encoding="ascii").strip()
        if found != binaries.MAJOR_VERSION:
            raise EmbeddedPostgresError(
                f"{self.data} was written by PostgreSQL {found}, this is PostgreSQL"
                f" {binaries.MAJOR_VERSION}. Dump it with the version that wrote it, or choose"
                " another VAR to start anew."
            )

    def postmaster(self) -> tuple[int, str] | None:
        """Return the process id and the state that stand in ``postmaster.pid``, or None.

        Source: src/include/utils/pidfile.h in PostgreSQL (line 1 the id, line 8 the state).
        """
        try:
            lines = (self.data / "postmaster.pid").read_text(encoding="utf-8").splitlines()
            return int(lines[0]), lines[7].strip() if len(lines) > 7 else ""
        except (FileNotFoundError, ValueError, IndexError):
            return None


def _write_private(path: Path, text: str) -> None:
    """Write ``text`` to a file that nobody else can read, not even for a moment."""
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(text + "\n")
