"""Measuring how easy a text in English is to read. Pure.

Flesch and Kincaid's grade (Kincaid and others, *Derivation of new readability formulas*, 1975):
the school year, in the United States, in which it can be read. Syllables are counted as groups of
vowels. That is wrong for some words, and good enough for advice about a whole lesson; a library
that looks every word up would bring a pronouncing dictionary along.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

WORD = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)?")
# What follows a colon is taken in by itself, so a colon ends a sentence as a full stop does.
END = re.compile(r"(?<!\be\.g)(?<!\bi\.e)(?<!\betc)[.!?:]+[\"”’)]*\s+")
# With fewer words one long name decides.
ENOUGH_WORDS = 100
# Who is in the first grade is six.
AGE_BEFORE_THE_FIRST_GRADE = 5


def sentences(paragraphs: Iterable[str]) -> list[str]:
    """Return the sentences of ``paragraphs``; the end of a paragraph ends a sentence."""
    parts = (part.strip() for paragraph in paragraphs for part in END.split(paragraph))
    return [part for part in parts if WORD.search(part)]


def words_in(text: str) -> int:
    """Return the number of words in ``text``."""
    return len(WORD.findall(text))


def reading_grade(text: Sequence[str]) -> float | None:
    """Return the grade of sentences, or None where they are too few to say."""
    found = [word for sentence in text for word in WORD.findall(sentence)]
    if len(found) < ENOUGH_WORDS:
        return None
    syllables = sum(map(_syllables, found))
    return 0.39 * len(found) / len(text) + 11.8 * syllables / len(found) - 15.59


def reading_age(grade: float) -> int:
    """Return the age, in whole years, at which a text of this grade is easy."""
    return max(5, round(grade + AGE_BEFORE_THE_FIRST_GRADE))


def _syllables(word: str) -> int:
    return max(1, len(re.findall(r"[aeiouy]+", re.sub(r"e$", "", word.lower()))))
