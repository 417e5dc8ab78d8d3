"""Running a query with binary parameters on Django's connection.

Django sends parameters as text inside the query, which for arrays costs several times as much as
the insert itself; the few queries that every statement passes go through here instead.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

import psycopg
from django.db import connection


def array(values: Iterable[object]) -> str:
    """Return an array literal of numbers, truth values or UUIDs; None is NULL.

    None of those needs quoting, and joining their texts is several times faster than dumping
    each to binary. Pass it as ``%(name)t`` with a cast.
    """
    return "{" + ",".join(map(str, values)).replace("None", "NULL") + "}"


def moments(values: Iterable[datetime | None]) -> str:
    """Return an array literal of moments; written as ISO 8601 they need no quoting."""
    return array([None if value is None else value.isoformat() for value in values])


def run(query: str, parameters: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """Run ``query``, whose parameters are written ``%(name)b``, and return all its rows.

    Errors are Django's (OperationalError, IntegrityError and so on), and the query is counted
    with Django's own where queries are logged.
    """
    connection.ensure_connection()
    started = time.monotonic()
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        cursor.execute(query, parameters, binary=True)
        rows = cursor.fetchall() if cursor.description else []
    if connection.queries_logged:
        connection.queries_log.append({"sql": query, "time": f"{time.monotonic() - started:.3f}"})
    return rows


def stream(query: str, parameters: Mapping[str, Any]) -> Iterator[tuple[Any, ...]]:
    """Run ``query`` as ``run`` does and yield its rows as they come, no two held at once.

    Nothing else can be asked of the connection before the last row.
    """
    connection.ensure_connection()
    started = time.monotonic()
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        yield from cursor.stream(query, parameters, binary=True)
    if connection.queries_logged:
        connection.queries_log.append({"sql": query, "time": f"{time.monotonic() - started:.3f}"})
