"""Memory of numbers, so that this process need not ask the database again."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TypeVar

from learning.xapi.caches import BoundedMap

K = TypeVar("K", bound=Hashable)


class Remembered(BoundedMap[K, int]):
    """A bounded memory of committed rows that never change: key to primary key.

    Only committed rows may enter (``transaction.on_commit``), or a rollback would leave numbers
    of rows that never were; it is forgotten when the database turns out to be another one.
    """
