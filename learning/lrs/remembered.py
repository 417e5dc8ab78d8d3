"""Numbers that this process remembers instead of asking the database again."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)


class Remembered(Generic[K]):
    """A bounded memory of committed rows that never change: key to primary key.

    Only committed rows may enter (``transaction.on_commit``), or a rollback would leave numbers
    of rows that never were. When it is full it starts afresh, which costs a few look-ups. Each
    step is one operation on a dict, so threads may share it.
    """

    def __init__(self, *, maximum: int) -> None:
        self._maximum = maximum
        self._known: dict[K, int] = {}

    def among(self, keys: Iterable[K]) -> dict[K, int]:
        """Return what is known of ``keys``."""
        known = self._known
        return {key: known[key] for key in keys if key in known}

    def add(self, rows: Mapping[K, int]) -> None:
        """Remember ``rows``."""
        if len(self._known) + len(rows) > self._maximum:
            self._known = {}
        self._known.update(rows)

    def forget(self) -> None:
        """Forget everything, because the database turned out to be another one."""
        self._known = {}
