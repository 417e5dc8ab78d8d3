"""Objects of JSON that somebody sent, read name by name. Pure.

Why not with a library of shapes: docs/adr/0015.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Hashable, Iterable
from typing import Any, TypeVar
from uuid import UUID

from courses.content.exchange.refusals import ArchiveRefused, Refusal

Read = TypeVar("Read")
# How an archive names what is in its lists: "picture-1".
NAME = re.compile(r"[a-z]+-[0-9]{1,5}")
MOST_OF_ANYTHING = 20_000
LONGEST_TEXT = 200_000


class Entry:
    """An object of JSON that is emptied while it is read; nothing may be left in it."""

    def __init__(self, value: Any, place: str) -> None:
        self.place = place
        if not isinstance(value, dict):
            raise ArchiveRefused(Refusal.WRONG_SHAPE, place)
        self.left = dict(value)

    def refuse(self, name: str) -> Any:
        raise ArchiveRefused(Refusal.WRONG_SHAPE, f"{self.place} › {name[:80]}")

    def take(self, name: str) -> Any:
        if name not in self.left:
            self.refuse(name)
        return self.left.pop(name)

    def text(self, name: str, longest: int) -> str:
        value = self.take(name)
        return value if isinstance(value, str) and len(value) <= longest else str(self.refuse(name))

    def matching(self, name: str, pattern: re.Pattern[str]) -> str:
        value = self.text(name, LONGEST_TEXT)
        return value if pattern.fullmatch(value) else str(self.refuse(name))

    def whole(self, name: str, least: int, most: int) -> int:
        value = self.take(name)
        return value if type(value) is int and least <= value <= most else int(self.refuse(name))

    def uuid(self, name: str) -> UUID:
        value = self.text(name, 36)
        try:
            found = UUID(value)
        except ValueError:
            found = None
        return found if found and str(found) == value else UUID(self.refuse(name))

    def date(self, name: str) -> datetime.date | None:
        value = self.take(name)
        if value is None:
            return None
        try:
            found = datetime.date.fromisoformat(value)
        except (TypeError, ValueError):
            found = None
        # As elsewhere, one way of writing it: 2026-03-01, not 20260301.
        if found is None or found.isoformat() != value:
            self.refuse(name)
        return found

    def items(self, name: str) -> list[Any]:
        value = self.take(name)
        if not isinstance(value, list) or len(value) > MOST_OF_ANYTHING:
            self.refuse(name)
        return list(value)

    def object(self, name: str) -> Entry:
        return Entry(self.take(name), f"{self.place} › {name}")

    def each(
        self, name: str, read: Callable[[Entry], Read], most: int = MOST_OF_ANYTHING
    ) -> list[Read]:
        items = self.items(name)
        if len(items) > most:
            self.refuse(name)
        return [
            whole_entry(item, f"{self.place} › {name} {number}", read)
            for number, item in enumerate(items, start=1)
        ]

    def named(self, name: str, read: Callable[[Entry], Read]) -> dict[str, Read]:
        objects = self.object(name)
        if len(objects.left) > MOST_OF_ANYTHING:
            self.refuse(name)
        found = {}
        for key, value in objects.left.items():
            if not NAME.fullmatch(key):
                objects.refuse(key)
            found[key] = whole_entry(value, f"{self.place} › {key}", read)
        return found

    def end(self) -> None:
        for name in self.left:
            self.refuse(name)


def whole_entry(value: Any, place: str, read: Callable[[Entry], Read]) -> Read:
    one = Entry(value, place)
    found = read(one)
    one.end()
    return found


def refuse_twice(names: Iterable[Hashable]) -> None:
    """Raise ArchiveRefused with the first name that is there a second time."""
    seen: set[Hashable] = set()
    for name in names:
        if name in seen:
            raise ArchiveRefused(Refusal.WRONG_SHAPE, str(name))
        seen.add(name)
