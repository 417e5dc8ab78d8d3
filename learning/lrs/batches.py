"""What consumers are given: the statements just stored, and those just voided."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson

Json = dict[str, Any]


@dataclass(slots=True)
class StoredStatement:
    """A statement in the store, as consumers see it.

    ``actor_id`` is the own row of the person it is about, whatever name it used; ``vouched``
    tells whether its authority may move records of this activity.
    """

    seq: int
    id: UUID
    actor_id: int
    verb: str
    activity_id: int | None
    activity: str | None
    registration: UUID | None
    vouched: bool
    timestamp: datetime
    stored: datetime
    raw: bytes | str
    parsed: Json | None = field(default=None, repr=False)

    @property
    def data(self) -> Mapping[str, Any]:
        """The whole statement, parsed when first asked for; numbers are Python's."""
        if self.parsed is None:
            self.parsed = orjson.loads(self.raw)
        return self.parsed


@dataclass(frozen=True, slots=True)
class Batch:
    """The statements of one round, in order, and the older ones that it voided.

    A statement that was voided before it came is in neither.
    """

    stored: Sequence[StoredStatement]
    retracted: Sequence[StoredStatement] = ()


Consumer = Callable[[Batch], Iterable[Json]]
