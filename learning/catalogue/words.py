"""Making words comparable: accents, apostrophes, hyphens, Welsh first letters. Pure.

The catalogue is indexed and asked with the same folded words, so that ``gŵyl`` is found by
``gwyl`` and ``People’s`` by ``peoples``; PostgreSQL's own unaccent would be an extension.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import product

LONGEST_WORD = 40
# Shorter words change too little to tell a mutated first letter from another word.
SHORTEST_MUTATED = 4
SHORTEST_STEM = 4

_APOSTROPHES = str.maketrans(dict.fromkeys("’‘ʼ‛`´′", "'"))
# What hangs on a word in English (it's, we'll) and in Welsh (mae'r, i'n, a'ch): no part of it.
_HANGING = re.compile(r"(?<=\w)'(?:s|r|n|i|u|w|ch|m|th|ll|re|ve|d)\b")
# e-mail, e-learning, e-bost: the e is no word of its own.
_ELECTRONIC = re.compile(r"\be[-‐‑–](?=\w)")
_WORD = re.compile(r"[^\W_]+")


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Words that say nothing of what is looked for, in both languages.
EMPTY = _listed(
    """a about am an and any are as at be by can do does for from get have how i if in into is it
    me my of on or our should so that the their them there they this to up us use want was we what
    when where which who why will with would you your
    ac ar at ble bod beth dros dw efo ei eich ein er eu fel fi fy gan gyda hwn hon mae mewn neu ni
    o oes os pa pam pan pryd pwy rhag roedd rwy rwyf sut sy sydd trwy wrth y ydw yma yn ynghylch yr
    ymlaen yw ynglyn"""
)
# Words that many a search has beside what it is about: they help to rank, and are not required.
ASIDE = _listed(
    """basic basics beginner beginners class classes course courses elearning essential essentials
    explained guidance guide help intro introduction introductory learn learning lesson lessons
    mandatory module modules online overview session training tutorial
    cwrs cyrsiau cyflwyniad canllaw canllawiau dechreuwyr dysgu gwers gwersi gorfodol hanfodion
    help hyfforddiant modiwl modiwlau trosolwg"""
)

# Radical first letters and what they become: soft, nasal and aspirate mutation.
_MUTATIONS = (
    ("ll", ("l",)), ("rh", ("r",)), ("c", ("g", "ngh", "ch")), ("p", ("b", "mh", "ph")),
    ("t", ("d", "nh", "th")), ("g", ("", "ng")), ("b", ("f", "m")), ("d", ("dd", "n")),
    ("m", ("f",)),
)  # fmt: skip
_NOT_RADICAL = ("ch", "ph", "th", "dd", "ng", "mh")
_WELSH_ENDINGS = (
    "iadau", "iaid", "oedd", "iau", "ion", "ydd", "edd", "au", "on", "od", "ol", "i",
)  # fmt: skip


def fold(text: str) -> str:
    """Return ``text`` in lower case, without accents and without endings such as 's or 'r."""
    plain = unicodedata.normalize("NFKD", text.translate(_APOSTROPHES)).casefold()
    plain = unicodedata.normalize("NFKD", plain)
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    plain = _ELECTRONIC.sub("e", _HANGING.sub(" ", plain.translate(_APOSTROPHES)))
    return plain.replace("'", "")


def tokens(text: str) -> list[str]:
    """Return the folded words of ``text`` in order; hyphens and signs separate words."""
    return [word[:LONGEST_WORD] for word in _WORD.findall(fold(text))]


def without_plural(word: str) -> str:
    """Return the English ``word`` without a plural ending.

    Crude on purpose: both sides of a comparison are cut alike, so ``bias`` still meets ``bias``.
    """
    if len(word) < SHORTEST_STEM or not word.endswith("s") or word.endswith("ss"):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("ses", "xes", "zes", "ches", "shes")):
        return word[:-2]
    return word[:-1]


def welsh_stem(word: str) -> str:
    """Return the Welsh ``word`` without its commonest endings, where enough of it remains."""
    for ending in _WELSH_ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_STEM:
            return word[: -len(ending)]
    return word


def mutated(word: str, *, shortest: int = SHORTEST_MUTATED) -> list[str]:
    """Return the forms of the radical ``word`` after mutation of its first letter."""
    if len(word) < shortest or word.startswith(_NOT_RADICAL):
        return []
    if word[0] in "aeiouwy":
        return [f"h{word}"]
    for first, others in _MUTATIONS:
        if word.startswith(first):
            return [other + word[len(first) :] for other in others]
    return []


def radicals(word: str) -> list[str]:
    """Return the words that ``word`` may be a mutated form of."""
    if len(word) < SHORTEST_MUTATED - 1:
        return []
    found = [
        first + word[len(other) :]
        for first, others in _MUTATIONS
        for other in others
        if other and word.startswith(other)
    ]
    if word[0] in "aeiouwylrn":
        found.append(f"g{word}")
    if word[0] == "h" and len(word) > 1 and word[1] in "aeiouwy":
        found.append(word[1:])
    return [radical for radical in found if word in mutated(radical)]


def welsh_forms(word: str) -> list[str]:
    """Return ``word`` and the other forms of it that differ in the mutation of the first letter."""
    found = [word, *mutated(word)]
    for radical in radicals(word):
        found += [radical, *mutated(radical)]
    return list(dict.fromkeys(found))


def welsh_keys(phrase: tuple[str, ...], *, most: int = 64) -> list[tuple[str, ...]]:
    """Return the ways to say the radical ``phrase``, each word mutated or not, without endings."""
    # Beside other words, a short one is recognised too: gwe-rwydo, we-rwydo.
    shortest = SHORTEST_MUTATED if len(phrase) == 1 else SHORTEST_MUTATED - 1
    forms = [
        [welsh_stem(form) for form in (word, *mutated(word, shortest=shortest))] for word in phrase
    ]
    keys = []
    for key in product(*forms):
        keys.append(key)
        if len(keys) == most:
            break
    return keys
