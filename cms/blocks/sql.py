"""Running a query over a small table, as an author's check of a practice. Pure.

The same SQLite that runs in a learner's browser, here in memory and on a short lead: a query reads
the one table and nothing else, and is stopped when it takes long or makes much.
"""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Sequence
from dataclasses import dataclass

Cell = str | int | float | None
NAME = re.compile(r"[a-z][a-z0-9_]{0,40}")
SECONDS = 1.0
MOST_ROWS, MOST_BYTES = 200, 100_000
# What reading needs; everything else that SQLite can do (files, changes, settings) is refused.
READING = {
    sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE,
}  # fmt: skip


class QueryError(ValueError):
    """Raised for a query that does not run; the message is SQLite's own."""


@dataclass(frozen=True)
class Table:
    """A table to practise on; ``numeric`` says for each column whether it holds numbers."""

    name: str
    columns: tuple[str, ...]
    numeric: tuple[bool, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Result:
    """What a query gives: names of columns, and rows."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def cell(text: str, *, numeric: bool) -> Cell:
    """Return what is written in a cell as it is stored; nothing written is no value (NULL).

    Raises ValueError for words in a column of numbers.
    """
    text = text.strip()
    if not text:
        return None
    if not numeric:
        return text
    if re.fullmatch(r"-?\d+", text):
        return int(text)
    if re.fullmatch(r"-?\d+\.\d+", text):
        return float(text)
    raise ValueError(text)


def creation(table: Table) -> str:
    """Return the SQL that makes ``table``, whose names are plain ones (``NAME``)."""
    columns = ", ".join(
        f'"{name}" {"NUMERIC" if numeric else "TEXT"}'
        for name, numeric in zip(table.columns, table.numeric, strict=True)
    )
    return f'CREATE TABLE "{table.name}" ({columns})'


def run(table: Table, query: str) -> Result:
    """Run ``query`` over ``table``; raises QueryError where it does not run or gives no table."""
    database = sqlite3.connect(":memory:")
    try:
        database.execute(creation(table))
        marks = ", ".join("?" * len(table.columns))
        insert = f'INSERT INTO "{table.name}" VALUES ({marks})'  # noqa: S608 - a plain name
        database.executemany(insert, table.rows)
        _restrain(database)
        cursor = database.execute(query)
        rows = cursor.fetchmany(MOST_ROWS + 1)
    except (sqlite3.Error, sqlite3.Warning) as fault:
        raise QueryError(str(fault)) from fault
    finally:
        database.close()
    if cursor.description is None:
        raise QueryError("no result")
    if len(rows) > MOST_ROWS:
        raise QueryError(f"more than {MOST_ROWS} rows")
    return Result(tuple(part[0] for part in cursor.description), _plain(rows))


def _restrain(database: sqlite3.Connection) -> None:
    database.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MOST_BYTES)
    database.setlimit(sqlite3.SQLITE_LIMIT_SQL_LENGTH, 10_000)
    database.set_authorizer(
        lambda action, *_parts: sqlite3.SQLITE_OK if action in READING else sqlite3.SQLITE_DENY
    )
    until = time.monotonic() + SECONDS
    database.set_progress_handler(lambda: int(time.monotonic() > until), 10_000)


def _plain(rows: Sequence[Sequence[object]]) -> tuple[tuple[Cell, ...], ...]:
    for row in rows:
        if any(isinstance(value, bytes) for value in row):
            raise QueryError("bytes in the result")
    return tuple(tuple(row) for row in rows)  # type: ignore[arg-type]
