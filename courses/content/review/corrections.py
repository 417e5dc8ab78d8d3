"""Recognising changes so small that a publisher may publish them without a review. Pure.

A typing error should be gone within a minute; whatever could mislead somebody has to be seen by a
second pair of eyes. So only what is no word becomes a word, the one that was meant (``spelling``),
and nothing else changes: no word that is one, no number, name, link, file, right answer or code.
Where that cannot be told, somebody reviews it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from courses.content.review.spelling import is_misspelling

Correction = tuple[str, str]
Part = tuple[str, bool]

# More are no slip of a finger; and somebody has to read them afterwards.
MOST_WORDS = 10
TAGS = re.compile(r"<[^>]*>")
# A run of letters, or any other sign; an apostrophe within a word belongs to it.
PARTS = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\S")
# Addresses, file names, code, numbers and dates: compared as they are.
NO_PROSE = re.compile(r"[\w@#/\\=+*<>|~^{}\[\]-]*[\d@#/\\=_+*<>|~^{}\[\]][^\s<]*|\w+(?:\.\w+)+")
# Words that mean nothing twice; "nine nine nine", "not not" and "that that" may be meant.
DOUBLED = frozenset({"a", "an", "and", "at", "by", "for", "in", "of", "or", "the", "to", "with"})
# The same sign to a reader.
TYPOGRAPHY = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "\u00a0": " "})
# Fields that a program reads, where every letter means something.
EXACT = frozenset(
    {"code", "start", "answer", "answers", "table", "table_name", "id", "key", "type", "language",
     "slug", "url", "href", "address", "kind", "step"}
)  # fmt: skip


def corrections(before: Any, after: Any, *, language: str) -> list[Correction] | None:
    """Return the misspelt words that ``after`` corrects in ``before`` (both as JSON), or None.

    Each once. None where anything else differs, or more than ``MOST_WORDS`` words do.
    """
    try:
        found = _each_once(_changes(before, after, language))
    except _OtherThanWords:
        return None
    left = Counter(_words_in(after))
    # What is still written elsewhere is a word of this course, whatever a dictionary knows.
    if any(left[old] for old, _new in found):
        return None
    return found


def _each_once(changes: Iterator[Correction]) -> list[Correction]:
    """Return each change once; no more are looked at than may be."""
    found: dict[Correction, None] = {}
    for change in changes:
        found[change] = None
        if len(found) > MOST_WORDS:
            raise _OtherThanWords
    return list(found)


class _OtherThanWords(Exception):
    """Raised where more than misspelt words differs."""


def _changes(before: Any, after: Any, language: str) -> Iterator[Correction]:
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        if before.keys() != after.keys():
            raise _OtherThanWords
        for key in before:
            if key in EXACT and before[key] != after[key]:
                raise _OtherThanWords
            yield from _changes(before[key], after[key], language)
    elif isinstance(before, str) and isinstance(after, str):
        if before != after:
            yield from _changes_in_text(before, after, language)
    elif isinstance(before, Sequence) and isinstance(after, Sequence):
        if len(before) != len(after):
            raise _OtherThanWords
        for one, other in zip(before, after, strict=True):
            yield from _changes(one, other, language)
    elif before != after:
        raise _OtherThanWords


def _changes_in_text(before: str, after: str, language: str) -> Iterator[Correction]:
    # One word alone may be a name for something: an id, an address, a kind of block.
    if not (" " in before.strip() and " " in after.strip()):
        raise _OtherThanWords
    if TAGS.findall(before) != TAGS.findall(after):
        raise _OtherThanWords
    # Between the same two tags, so that no word moves into a link or out of it.
    for old, new in zip(TAGS.split(before), TAGS.split(after), strict=True):
        if old != new:
            yield from _changes_in_words(old, new, language)


def _changes_in_words(before: str, after: str, language: str) -> Iterator[Correction]:
    before, after = before.translate(TYPOGRAPHY), after.translate(TYPOGRAPHY)
    if NO_PROSE.findall(before) != NO_PROSE.findall(after):
        raise _OtherThanWords
    old, new = _parts(before), _parts(after)
    if len(old) == len(new) + 1:
        yield _word_written_twice(old, new)
        return
    if len(old) != len(new):
        raise _OtherThanWords
    for (one, apart), (other, still_apart) in zip(old, new, strict=True):
        if apart != still_apart:
            raise _OtherThanWords
        if one == other:
            continue
        if not is_misspelling(one, other, language=language):
            raise _OtherThanWords
        yield one, other


def _parts(text: str) -> list[Part]:
    """Return words and signs, each with whether a space stands before it, and the end."""
    found = [
        (part[0], text[part.start() - 1 : part.start()].isspace()) for part in PARTS.finditer(text)
    ]
    return [*found, ("", text[-1:].isspace())]


def _word_written_twice(old: Sequence[Part], new: Sequence[Part]) -> Correction:
    """Return the word that was written twice in a row and is there once, where that is all."""
    words = [word for word, _apart in old]
    for place, (one, (other, apart)) in enumerate(zip(words, old[1:], strict=False)):
        if one == other and one in DOUBLED and apart:
            three = one in (*words[max(place - 1, 0) : place], *words[place + 2 : place + 3])
            if not three and [*old[: place + 1], *old[place + 2 :]] == list(new):
                return f"{one} {other}", one
    raise _OtherThanWords


def _words_in(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        for one in value.values():
            yield from _words_in(one)
    elif isinstance(value, str):
        yield from (part.lower() for part in PARTS.findall(TAGS.sub(" ", value)))
    elif isinstance(value, Sequence):
        for one in value:
            yield from _words_in(one)
