"""Reading statements back as consumers see them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from .batches import StoredStatement
from .sql import run, stream

_COLUMNS = """
SELECT s.seq, s.id, COALESCE(a.same_as_id, a.id), verb.iri, s.activity_id, activity.iri,
       s.registration, s.vouched, s.timestamp, s.stored, {raw}
  FROM lrs_statement s
  JOIN lrs_actor a ON a.id = s.actor_id
  JOIN lrs_term verb ON verb.id = s.verb_id
  LEFT JOIN lrs_term activity ON activity.id = s.activity_id
"""


def load(condition: str, parameters: Mapping[str, Any]) -> Iterator[StoredStatement]:
    """Return the statements where ``condition`` holds, in the order in which they came.

    ``condition`` is SQL of this app over ``s`` (the statement) and ``a`` (its actor), with
    parameters as in ``learning.lrs.sql.run``. They come one by one, so memory holds one text at a
    time: ask nothing else of the database before the last.
    """
    query = f"{_COLUMNS.format(raw='s.raw')} WHERE {condition} ORDER BY s.seq"
    for row in stream(query, parameters):
        yield StoredStatement(*row)


def load_without_texts(condition: str, parameters: Mapping[str, Any]) -> list[StoredStatement]:
    """Return the statements as ``load`` does, each with its text read only when asked for."""
    query = f"{_COLUMNS.format(raw='NULL')} WHERE {condition} ORDER BY s.seq"
    found = [StoredStatement(*row) for row in run(query, parameters)]
    for statement in found:
        statement.read = text_of
    return found


def text_of(seq: int) -> str:
    """Return the text of one statement."""
    rows = run("SELECT raw FROM lrs_statement WHERE seq = %(seq)b::bigint", {"seq": seq})
    return str(rows[0][0])
