"""Which words mean the same, and which lead further: GDPR and data protection. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from learning.catalogue.words import (
    ASIDE,
    EMPTY,
    tokens,
    welsh_keys,
    welsh_stem,
    without_plural,
)

Phrase = tuple[str, ...]
MOST_ALTERNATIVES = 24


@dataclass(frozen=True)
class Entry:
    """Words that mean the same in both languages, and what else whoever asks for them wants.

    ``also`` works one way only: who looks for ChatGPT finds artificial intelligence too.
    """

    english: tuple[str, ...]
    welsh: tuple[str, ...] = ()
    also: tuple[str, ...] = ()

    @property
    def name(self) -> Phrase:
        """The first word or phrase, by which an entry takes the place of another."""
        return tuple(tokens((self.english or self.welsh or ("",))[0]))


@dataclass(frozen=True)
class Term:
    """One thing asked for: the words as they were typed and what means the same.

    ``required`` is false for words such as "course" that need not be there.
    """

    words: Phrase
    english: tuple[Phrase, ...] = ()
    welsh: tuple[Phrase, ...] = ()
    required: bool = True


@dataclass(frozen=True)
class Vocabulary:
    """Entries, found by any of their words whatever its ending or first letter."""

    entries: tuple[Entry, ...]
    by_english: dict[Phrase, list[int]] = field(default_factory=dict)
    by_welsh: dict[Phrase, list[int]] = field(default_factory=dict)
    words: frozenset[str] = frozenset()
    longest: int = 1

    def find(self, phrase: Sequence[str]) -> list[int]:
        """Return the numbers of the entries that ``phrase`` stands in."""
        english = tuple(without_plural(word) for word in phrase)
        welsh = tuple(welsh_stem(word) for word in phrase)
        return sorted({*self.by_english.get(english, ()), *self.by_welsh.get(welsh, ())})

    def terms(self, asked: Sequence[str]) -> list[Term]:
        """Part the words ``asked`` into terms, the longest known phrase first.

        Words that say nothing are left out, unless there are no others.
        """
        found: list[Term] = []
        place = 0
        while place < len(asked):
            for size in range(min(self.longest, len(asked) - place), 0, -1):
                phrase = tuple(asked[place : place + size])
                numbers = self.find(phrase)
                if numbers or size == 1:
                    break
            place += size
            if numbers:
                found.append(self._term(phrase, numbers))
            elif phrase[0] not in EMPTY:
                found.append(Term(phrase, required=phrase[0] not in ASIDE))
        if not found:
            return [Term((word,)) for word in asked]
        if not any(term.required for term in found):
            return [Term(term.words, term.english, term.welsh) for term in found]
        return found

    def _term(self, phrase: Phrase, numbers: list[int]) -> Term:
        entries = [self.entries[number] for number in numbers]
        english = [word for entry in entries for word in (*entry.english, *entry.also)]
        welsh = [word for entry in entries for word in entry.welsh]
        return Term(phrase, _phrases(english, phrase), _phrases(welsh, phrase))


def _phrases(texts: Iterable[str], besides: Phrase) -> tuple[Phrase, ...]:
    found = (tuple(tokens(text)) for text in texts)
    kept = dict.fromkeys(phrase for phrase in found if phrase and phrase != besides)
    return tuple(kept)[:MOST_ALTERNATIVES]


def compiled(entries: Sequence[Entry]) -> Vocabulary:
    """Return the vocabulary of ``entries``, made ready to be asked.

    A later entry takes the place of an earlier one that begins with the same word.
    """
    latest = tuple({entry.name: entry for entry in entries if entry.name}.values())
    by_english: dict[Phrase, list[int]] = {}
    by_welsh: dict[Phrase, list[int]] = {}
    words: set[str] = set()
    longest = 1
    for number, entry in enumerate(latest):
        for text in entry.english:
            phrase = tuple(tokens(text))
            if phrase:
                key = tuple(without_plural(word) for word in phrase)
                by_english.setdefault(key, []).append(number)
                words.update(phrase)
                longest = max(longest, len(phrase))
        for text in entry.welsh:
            phrase = tuple(tokens(text))
            if phrase:
                for key in welsh_keys(phrase):
                    by_welsh.setdefault(key, []).append(number)
                words.update(phrase)
                longest = max(longest, len(phrase))
        words.update(word for text in entry.also for word in tokens(text))
    return Vocabulary(latest, by_english, by_welsh, frozenset(words), longest)
