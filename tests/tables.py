"""The tables that every test begins with: made once for the whole run, then copied.

Migrating an empty database keeps a core busy for a quarter of a minute, and a run needs several:
one for each worker, and one for each PostgreSQL that a test kills. Anyone who comes first makes
them,
the others wait for that, and copy. ``make test`` makes them beside the static checks:
``python -m tests.tables``.
"""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

import django
from django.conf import settings
from django.db import connection

from learning.config.embedded import binaries

ROOT = Path(__file__).resolve().parents[1]


def provide() -> str:
    """Make the database of the tables, unless this run has one already; return its name."""
    folder = settings.VAR_DIR
    folder.mkdir(parents=True, exist_ok=True)
    made = folder / "tables.made"
    with open(folder / "tables.lock", "ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            # In a process of its own: this one may be inside a test, or have no database yet.
            subprocess.run([sys.executable, "-m", "tests.tables"], cwd=ROOT, check=True)
    return settings.DATABASE_OF_TABLES


def make() -> None:
    """Migrate an empty database, in place of one that an earlier run has left on the server."""
    connection.settings_dict["TEST"]["NAME"] = settings.DATABASE_OF_TABLES
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    connection.close()
    (settings.VAR_DIR / "tables.made").touch()


def drop() -> None:
    """Remove the database from the server, where this run has made it."""
    if (settings.VAR_DIR / "tables.made").exists():
        with connection.creation._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{settings.DATABASE_OF_TABLES}"')


def copy_into(where: Mapping[str, str]) -> None:
    """Bring the tables into an empty database of another server, named as libpq does."""
    name = provide()
    own = connection.get_connection_params()
    dumped = binaries.run("pg_dump", ["--no-owner", f"--dbname={_address(own, name)}"]).stdout
    binaries.run(
        "psql",
        ["--quiet", "--set=ON_ERROR_STOP=1", f"--dbname={_address(where, where['dbname'])}"],
        text=dumped,
    )


def _address(where: Mapping[str, str], name: str) -> str:
    return (
        f"postgres://{where['user']}:{quote(where.get('password', ''))}"
        f"@{quote(where['host'], safe='')}:{where.get('port', '5432')}/{name}"
    )


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "learning.config.settings.test")
    django.setup()
    make()
