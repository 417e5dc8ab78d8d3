"""Read statements back as consumers see them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from .batches import StoredStatement
from .sql import run

_COLUMNS = """
SELECT s.seq, s.id, COALESCE(a.same_as_id, a.id), verb.iri, s.activity_id, activity.iri,
       s.registration, s.vouched, s.timestamp, s.stored, s.raw
  FROM lrs_statement s
  JOIN lrs_actor a ON a.id = s.actor_id
  JOIN lrs_term verb ON verb.id = s.verb_id
  LEFT JOIN lrs_term activity ON activity.id = s.activity_id
"""


def load(condition: str, parameters: Mapping[str, Any]) -> Iterator[StoredStatement]:
    """Return the statements where ``condition`` holds, in the order in which they came.

    ``condition`` is SQL of this app over ``s`` (the statement) and ``a`` (its actor), with
    parameters as in ``learning.lrs.sql.run``.
    """
    for row in run(f"{_COLUMNS} WHERE {condition} ORDER BY s.seq", parameters):
        yield StoredStatement(*row)
