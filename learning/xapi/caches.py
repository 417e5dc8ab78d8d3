"""Caches that are bounded in bytes, whatever others send. Pure.

``functools.lru_cache`` counts entries: 4,096 of them are 200 kB where each is an address, and 40 GB
where each is a body of ten megabytes. Every cache whose keys come from outside is one of these two
instead (tests/architecture/test_caches.py); what is longer than usual is looked at each time.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable, Iterable, Mapping
from functools import lru_cache, wraps
from sys import getsizeof
from typing import Any, Final, Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")
Function = TypeVar("Function", bound=Callable[..., Any])

# What one cache may hold in all. A process has some ten of them.
LARGEST_CACHE: Final = 8 * 1024 * 1024
# What CPython adds to the characters of a string, its place in the cache and its answer.
_OVERHEAD: Final = 400
# Its place in a dict, and a number.
_PLACE: Final = 160
_WIDEST_CHARACTER: Final = 4


def bounded_cache(*, entries: int, longest: int) -> Callable[[Function], Function]:
    """Return a decorator that remembers a pure function's answers about short arguments.

    For functions of one string, or of one tuple that holds strings: where these have more than
    ``longest`` characters together, the function is called each time and nothing is kept.
    ValueError where ``entries`` of that length would be more than ``LARGEST_CACHE``.
    """
    if entries * (longest * _WIDEST_CHARACTER + _OVERHEAD) > LARGEST_CACHE:
        raise ValueError(f"{entries} entries of {longest} characters are too much to remember.")

    def decorate(function: Function) -> Function:
        remembered = lru_cache(maxsize=entries)(function)

        @wraps(function)
        def call(said: Any) -> Any:
            length = len(said) if type(said) is str else _length(said)
            return remembered(said) if length <= longest else function(said)

        call.cache_info = remembered.cache_info  # type: ignore[attr-defined]
        return call  # type: ignore[return-value]

    return decorate


def _length(said: Iterable[Any]) -> int:
    length = 0
    for part in said:
        if isinstance(part, str):
            length += len(part)
    return length


def size_of(key: Any) -> int:
    """Return how many bytes a key takes: a string, a number, or a tuple of them."""
    if isinstance(key, tuple):
        return getsizeof(key) + sum(map(size_of, key))
    return getsizeof(key)


class BoundedMap(Generic[K, V]):
    """A map of at most ``most`` bytes of keys, none of them longer than ``longest`` bytes.

    When it is full it starts afresh, which costs a few look-ups. Reading is one operation on a
    dict for each key, so threads may share it; who adds waits for the one before.
    """

    def __init__(self, *, most: int = LARGEST_CACHE, longest: int = 2048) -> None:
        self._most = most
        self._longest = longest
        self._known: dict[K, V] = {}
        self._bytes = 0
        self._adding = threading.Lock()

    def among(self, keys: Iterable[K]) -> dict[K, V]:
        """Return what is known of ``keys``."""
        known = self._known
        return {key: known[key] for key in keys if key in known}

    def add(self, rows: Mapping[K, V]) -> None:
        """Remember ``rows``, but for those whose keys are too long."""
        with self._adding:
            for key, value in rows.items():
                size = size_of(key)
                if size > self._longest or key in self._known:
                    continue
                size += _PLACE
                if self._bytes + size > self._most:
                    self._known, self._bytes = {}, 0
                self._known[key] = value
                self._bytes += size

    def forget(self) -> None:
        """Forget everything."""
        with self._adding:
            self._known, self._bytes = {}, 0
