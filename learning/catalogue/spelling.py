"""Correcting the spelling of what was typed: letters wrong, words run together. Pure.

Bounded whatever is typed: so many words of so many letters against so many known words, each
comparison ended by RapidFuzz as soon as it is too far off.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA

from learning.catalogue.languages import forms_of_known_words
from learning.catalogue.words import EMPTY

SHORTEST_CORRECTED = 4
MOST_CORRECTED = 6
SHORTEST_PART = 3


def allowed_mistakes(word: str) -> int:
    """Return how many letters of ``word`` may be wrong, missing, too many or swapped."""
    if len(word) < SHORTEST_CORRECTED or any(letter.isdigit() for letter in word):
        return 0
    return 1 if len(word) < 8 else 2


def is_known(word: str, known: Mapping[str, int]) -> bool:
    """Tell whether ``word`` or another form of it stands among the words that are known."""
    return word in EMPTY or any(form in known for form in forms_of_known_words(word))


def corrected(asked: Sequence[str], known: Mapping[str, int]) -> list[str]:
    """Return the words ``asked`` with each that is not ``known`` replaced by the closest one.

    ``known`` gives for each word how often it stands somewhere; of two that are as close, the
    commoner one is meant. What nothing is close to stays as it is.
    """
    words = _joined(asked, known)
    tried = 0
    found: list[str] = []
    for word in words:
        if tried == MOST_CORRECTED or is_known(word, known):
            found.append(word)
            continue
        tried += 1
        found += _closest(word, known)
    return found


def _joined(asked: Sequence[str], known: Mapping[str, int]) -> list[str]:
    """Join two words that are one ("pass word"), where one of them means nothing by itself."""
    words: list[str] = []
    for word in asked:
        before = words[-1] if words else ""
        if before and before + word in known and not (before in known and word in known):
            words[-1] = before + word
        else:
            words.append(word)
    return words


def _closest(word: str, known: Mapping[str, int]) -> list[str]:
    mistakes = allowed_mistakes(word)
    if not mistakes:
        return [word]
    near = process.extract(
        word, known.keys(), scorer=OSA.distance, score_cutoff=mistakes, limit=20, processor=None
    )
    if near:
        # The first letter is the one that people get right.
        best = min(near, key=lambda one: (one[1], one[0][0] != word[0], -known[one[0]], one[0]))
        return [best[0]]
    for cut in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1):
        if word[:cut] in known and word[cut:] in known:
            return [word[:cut], word[cut:]]
    return [word]
