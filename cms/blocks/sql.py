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
# All queries of one practice together: it is saved while somebody waits, and again as they write.
SECONDS = 1.0
# Instructions of SQLite's machine between two looks at the clock.
INSTRUCTIONS = 10_000
MOST_ROWS, MOST_BYTES = 200, 100_000
# The largest whole number that JavaScript, and so the learner's browser, tells from its neighbours.
LARGEST_NUMBER = 2**53 - 1
LIMITS = {
    sqlite3.SQLITE_LIMIT_LENGTH: MOST_BYTES,
    sqlite3.SQLITE_LIMIT_SQL_LENGTH: 10_000,
    sqlite3.SQLITE_LIMIT_COLUMN: 50,
    sqlite3.SQLITE_LIMIT_EXPR_DEPTH: 100,
    # A pattern is tried at each place: long ones take minutes within one instruction.
    sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH: 100,
}
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
    """The result of a query: names of columns, and rows."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def cell(text: str, *, numeric: bool) -> Cell:
    """Return the value that a cell's text stands for; nothing written is no value (NULL).

    Raises ValueError for words in a column of numbers, OverflowError for a number that the browser
    would change.
    """
    text = text.strip()
    if not text:
        return None
    if not numeric:
        return text
    if not re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", text):
        raise ValueError(text)
    number = float(text) if "." in text or len(text) > 20 else int(text)
    if abs(number) > LARGEST_NUMBER:
        raise OverflowError(text)
    return number


def creation(table: Table) -> str:
    """Return the SQL that makes ``table``, whose names are plain ones (``NAME``)."""
    columns = ", ".join(
        f'"{name}" {"NUMERIC" if numeric else "TEXT"}'
        for name, numeric in zip(table.columns, table.numeric, strict=True)
    )
    return f'CREATE TABLE "{table.name}" ({columns})'


def run(table: Table, query: str) -> Result:
    """Run ``query`` over ``table``; raises QueryError where it does not run or gives no table."""
    [found] = run_all(table, [query])
    if isinstance(found, QueryError):
        raise found
    return found


def run_all(table: Table, queries: Sequence[str]) -> list[Result | QueryError]:
    """Run each of ``queries`` over ``table``: its result, or why it gives none.

    All of them together take at most ``SECONDS``; those that come after that are not run.
    """
    database = sqlite3.connect(":memory:")
    until = time.monotonic() + SECONDS
    try:
        database.execute(creation(table))
        marks = ", ".join("?" * len(table.columns))
        insert = f'INSERT INTO "{table.name}" VALUES ({marks})'  # noqa: S608 - a plain name
        database.executemany(insert, table.rows)
        _restrain(database, until)
        return [_result(database, query, until) for query in queries]
    except (sqlite3.Error, sqlite3.Warning, ValueError) as fault:
        return [QueryError(str(fault))] * len(queries)
    finally:
        database.close()


def _restrain(database: sqlite3.Connection, until: float) -> None:
    for limit, most in LIMITS.items():
        database.setlimit(limit, most)
    database.set_authorizer(
        lambda action, *_parts: sqlite3.SQLITE_OK if action in READING else sqlite3.SQLITE_DENY
    )
    database.set_progress_handler(lambda: int(time.monotonic() > until), INSTRUCTIONS)


def _result(database: sqlite3.Connection, query: str, until: float) -> Result | QueryError:
    if time.monotonic() > until:
        return QueryError("interrupted")
    try:
        cursor = database.execute(query)
        rows = _rows(cursor)
    except QueryError as fault:
        return fault
    except (sqlite3.Error, sqlite3.Warning, ValueError) as fault:
        return QueryError(str(fault))
    if cursor.description is None:
        return QueryError("no result")
    return Result(tuple(part[0] for part in cursor.description), rows)


def _rows(cursor: sqlite3.Cursor) -> tuple[tuple[Cell, ...], ...]:
    """Fetch row by row, so that no more than the limits allow is ever held."""
    rows: list[tuple[Cell, ...]] = []
    size = 0
    for row in cursor:
        if len(rows) == MOST_ROWS:
            raise QueryError(f"more than {MOST_ROWS} rows")
        for value in row:
            if isinstance(value, bytes):
                raise QueryError("bytes in the result")
            if isinstance(value, int | float) and not abs(value) <= LARGEST_NUMBER:
                raise QueryError("a number that is too large")
            size += len(value) if isinstance(value, str) else 8
        if size > MOST_BYTES:
            raise QueryError(f"more than {MOST_BYTES} characters")
        rows.append(row)
    return tuple(rows)
