"""Batches for consumers: the statements just stored, and those just voided."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

import orjson

Json = dict[str, Any]


@dataclass(slots=True)
class StoredStatement:
    """A statement in the store, as consumers see it.

    ``actor_id`` is the own row of the person it is about, whatever name it used; ``vouched``
    tells whether its authority may move records of this activity. The text of one that was voided
    is read when a consumer asks for it (``read``): a few bytes void ten megabytes.
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
    raw: bytes | str | None
    parsed: Json | None = field(default=None, repr=False)
    read: Callable[[int], str] | None = field(default=None, repr=False, compare=False)

    @property
    def data(self) -> Mapping[str, Any]:
        """The whole statement, parsed when first asked for; numbers are Python's."""
        if self.parsed is not None:
            return self.parsed
        if self.raw is None and self.read is not None:
            # Not kept: of many long ones, no two are to be held at once.
            parsed: Json = orjson.loads(self.read(self.seq))
            return parsed
        self.parsed = orjson.loads(self.raw or "{}")
        return self.parsed


@dataclass(frozen=True, slots=True)
class Batch:
    """The statements of one round, in order, and the older ones that it voided.

    A statement that was voided before it came is in neither.
    """

    stored: Sequence[StoredStatement]
    retracted: Sequence[StoredStatement] = ()


@dataclass(slots=True)
class Replayed:
    """The result of replaying the store for some people: ``rows`` looked at, and what is wrong.

    ``statements`` are those that the consumer would state now.
    """

    rows: int = 0
    differences: list[str] = field(default_factory=list)
    statements: list[Json] = field(default_factory=list)


class Consumer(Protocol):
    """A consumer of statements, in the transaction that stores them (LRS_CONSUMERS)."""

    def __call__(self, batch: Batch) -> Iterable[Json]:
        """Take in what is new and what was voided; return what is to be stated because of it."""

    def replay(self, people: Collection[int], *, check: bool) -> Replayed:
        """Bring what this consumer keeps of ``people``, who are locked, into line with the store.

        With ``check`` nothing is written. Differences are told in words, each with its row.
        """
