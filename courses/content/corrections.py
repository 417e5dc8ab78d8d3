"""Which changes are so small that a publisher may publish them without a review. Pure.

A typing error should be gone within a minute; whatever could mislead somebody has to be seen by
a second pair of eyes. Small is: the same blocks in the same order, the same files, links, numbers
and right answers, and a few letters of difference in all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rapidfuzz.distance import Levenshtein

MOST_CHARACTERS = 60
TAGS = re.compile(r"<[^>]*>")
NUMBERS = re.compile(r"\d+")
# A word that turns a sentence round, in the languages we write.
TURNING = re.compile(
    r"\b(not|never|no|without|must|may|can|should|n't|ddim|nid|ni|peidiwch|heb|rhaid)\b|n’t",
    re.IGNORECASE,
)


def is_small(before: Any, after: Any) -> bool:
    """Tell whether ``after`` differs from ``before`` (both as JSON) by a few letters at most."""
    try:
        changed = sum(_distances(before, after))
    except _OtherThanWords:
        return False
    return changed <= MOST_CHARACTERS


class _OtherThanWords(Exception):
    """Raised where more than words differs."""


def _distances(before: Any, after: Any) -> Iterator[int]:
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        if before.keys() != after.keys():
            raise _OtherThanWords
        for key in before:
            yield from _distances(before[key], after[key])
    elif isinstance(before, str) and isinstance(after, str):
        yield _distance(before, after)
    elif isinstance(before, Sequence) and isinstance(after, Sequence):
        if len(before) != len(after):
            raise _OtherThanWords
        for one, other in zip(before, after, strict=True):
            yield from _distances(one, other)
    elif before != after:
        raise _OtherThanWords


def _distance(before: str, after: str) -> int:
    if before == after:
        return 0
    for part in (TAGS, NUMBERS, TURNING):
        if [found.lower() for found in _all(part, before)] != [
            found.lower() for found in _all(part, after)
        ]:
            raise _OtherThanWords
    if not (" " in before and " " in after):
        # One word alone may be a name for something: an id, an address, a kind of block.
        raise _OtherThanWords
    return Levenshtein.distance(before, after)


def _all(part: re.Pattern[str], text: str) -> list[str]:
    return [found[0] for found in part.finditer(text)]
