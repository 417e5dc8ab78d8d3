"""The vocabulary: words that mean the same, and words that lead further. Pure.

For example, GDPR means the same as data protection; deepfake leads to artificial intelligence.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from learning.catalogue.languages import ENGLISH, Phrase, reading
from learning.catalogue.words import ASIDE, EMPTY, tokens

MOST_ALTERNATIVES = 24


@dataclass(frozen=True)
class Entry:
    """Words that mean the same, in each language, and further words that they lead to.

    ``said`` has the words of each language that has some, English first. ``also`` works one way
    only: who looks for ChatGPT finds artificial intelligence too.
    """

    said: tuple[tuple[str, tuple[str, ...]], ...] = ()
    also: tuple[str, ...] = ()

    @property
    def name(self) -> Phrase:
        """The first word or phrase, by which an entry takes the place of another."""
        return tuple(tokens(self.said[0][1][0])) if self.said else ()


def entry(said: Mapping[str, Iterable[str]], also: Iterable[str] = ()) -> Entry:
    """Return an entry of what is ``said`` in each language: English first, then in their order."""
    words = {language: tuple(of_it) for language, of_it in said.items()}
    order = sorted(words, key=lambda language: language != ENGLISH)
    return Entry(tuple((one, words[one]) for one in order if words[one]), tuple(also))


@dataclass(frozen=True)
class Term:
    """One thing asked for: the words as they were typed and what means the same.

    ``required`` is false for words such as "course" that need not be there.
    """

    words: Phrase
    meanings: Mapping[str, tuple[Phrase, ...]] = field(default_factory=dict)
    required: bool = True

    def meaning(self, language: str) -> tuple[Phrase, ...]:
        """Return what means the same in ``language``; what leads further counts as English."""
        return self.meanings.get(language, ())


@dataclass(frozen=True)
class Vocabulary:
    """Entries, found by any of their words whatever its ending or first letter."""

    entries: tuple[Entry, ...]
    by_language: dict[str, dict[Phrase, list[int]]] = field(default_factory=dict)
    words: frozenset[str] = frozenset()
    longest: int = 1

    def find(self, phrase: Sequence[str]) -> list[int]:
        """Return the numbers of the entries that ``phrase`` stands in."""
        asked = tuple(phrase)
        return sorted(
            {
                number
                for language, known in self.by_language.items()
                for number in known.get(reading(language).key_of(asked), ())
            }
        )

    def terms(self, asked: Sequence[str]) -> list[Term]:
        """Split the words ``asked`` into terms, the longest known phrase first.

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
            return [Term(term.words, term.meanings) for term in found]
        return found

    def _term(self, phrase: Phrase, numbers: list[int]) -> Term:
        texts: dict[str, list[str]] = {}
        for number in numbers:
            known = self.entries[number]
            for language, words in known.said:
                texts.setdefault(language, []).extend(words)
            texts.setdefault(ENGLISH, []).extend(known.also)
        return Term(phrase, {one: _phrases(said, phrase) for one, said in texts.items()})


def _phrases(texts: Iterable[str], besides: Phrase) -> tuple[Phrase, ...]:
    found = (tuple(tokens(text)) for text in texts)
    kept = dict.fromkeys(phrase for phrase in found if phrase and phrase != besides)
    return tuple(kept)[:MOST_ALTERNATIVES]


def compiled(entries: Sequence[Entry]) -> Vocabulary:
    """Return the vocabulary of ``entries``, made ready to be asked.

    A later entry takes the place of an earlier one that begins with the same word.
    """
    latest = tuple({entry.name: entry for entry in entries if entry.name}.values())
    by_language: dict[str, dict[Phrase, list[int]]] = {}
    words: set[str] = set()
    longest = 1
    for number, one in enumerate(latest):
        for language, texts in one.said:
            known = by_language.setdefault(language, {})
            for phrase in filter(None, (tuple(tokens(text)) for text in texts)):
                for key in reading(language).keys_of(phrase):
                    known.setdefault(key, []).append(number)
                words.update(phrase)
                longest = max(longest, len(phrase))
        words.update(word for text in one.also for word in tokens(text))
    return Vocabulary(latest, by_language, frozenset(words), longest)
