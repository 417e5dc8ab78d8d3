"""Comparing a copy that was restored from a backup with this database, to see that it is whole.

What it says is English, like everything that ``manage.py`` prints.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dj_database_url
import psycopg
from django.db import connection

# What makes a service of ours: counted on both sides. A copy is older, so it may hold less of them.
COUNTED = {
    "people": "people_user",
    "statements": "lrs_statement",
    "records": "records_record",
    "versions of courses": "content_courseversion",
}
MIGRATIONS = "SELECT app, name FROM django_migrations"
NEWEST = "SELECT max(stored) FROM lrs_statement"
FILES = """
SELECT file FROM media_librarydocument UNION SELECT file FROM media_libraryimage
UNION SELECT path FROM content_frozenfile
"""
# A copy that holds less than half of what is here was cut off, or is of another service.
AT_LEAST = 0.5


class NotWhole(Exception):
    """Raised for a copy that nobody could go on with; the text says what is missing."""


def compare(url: str, *, media: Path | None = None) -> str:
    """Return in words what the copy at ``url`` holds. Raises NotWhole."""
    where = dj_database_url.parse(url)
    try:
        with psycopg.connect(
            host=where["HOST"] or None,
            port=where["PORT"] or None,
            dbname=where["NAME"],
            user=where["USER"] or None,
            password=where["PASSWORD"] or None,
            connect_timeout=10,
        ) as copy:
            copy.read_only = True
            return _compare(copy, media)
    except psycopg.Error as error:
        raise NotWhole(f"The copy cannot be read: {error}".strip()) from error


def _compare(copy: psycopg.Connection[Any], media: Path | None) -> str:
    if _identity(copy) == _identity(None):
        raise NotWhole("This is the database of the service itself, and no copy.")
    missing = set(_rows(None, MIGRATIONS)) - set(_rows(copy, MIGRATIONS))
    if missing:
        raise NotWhole(f"The copy lacks {len(missing)} migrations: it is of an older version.")
    found = []
    for what, table in COUNTED.items():
        query = f"SELECT count(*) FROM {table}"  # noqa: S608 - a constant of this module
        [(here,)], [(there,)] = _rows(None, query), _rows(copy, query)
        if there < here * AT_LEAST:
            raise NotWhole(f"The copy holds {there} {what}, and there are {here} here.")
        found.append(f"{there} {what}")
    [(newest,)] = _rows(copy, NEWEST)
    if newest is not None:
        found.append(f"the newest statement is of {newest:%Y-%m-%d %H:%M}")
    if media is not None:
        found.append(_files(copy, media))
    return ", ".join(found) + "."


def _files(copy: psycopg.Connection[Any], media: Path) -> str:
    names = {name for (name,) in _rows(copy, FILES) if name}
    lost = sorted(name for name in names if not (media / name).is_file())
    if lost:
        raise NotWhole(f"{len(lost)} of {len(names)} files are not in {media}, such as {lost[0]}.")
    return f"{len(names)} files"


def _identity(copy: psycopg.Connection[Any] | None) -> tuple[Any, ...]:
    """Return the start of the server and the database's name, which tell databases apart."""
    return next(iter(_rows(copy, "SELECT pg_postmaster_start_time(), current_database()")))


def _rows(copy: psycopg.Connection[Any] | None, query: str) -> list[tuple[Any, ...]]:
    return list(_ask(copy, query))


def _ask(copy: psycopg.Connection[Any] | None, query: str) -> Iterator[tuple[Any, ...]]:
    if copy is not None:
        yield from copy.execute(query.encode()).fetchall()
        return
    with connection.cursor() as cursor:
        cursor.execute(query)
        yield from cursor.fetchall()
