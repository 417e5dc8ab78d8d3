"""Choosing what may be kept of words that were searched for without a result. Pure."""

from __future__ import annotations

import re
from collections.abc import Container

from learning.catalogue.words import EMPTY, tokens

LONGEST_KEPT = 80
MOST_WORDS = 8
LONGEST_WORD = 30
# A telephone, staff or National Insurance number has at least so many digits; a version has not.
DIGITS_OF_A_NUMBER = 5
_ADDRESS = re.compile(r"@|://|\bwww\.", re.IGNORECASE)


def words_to_keep(typed: str, known: Container[str]) -> str:
    """Return the words of ``typed`` that may be kept, folded, or nothing where none may.

    Nothing of what has an address or a long number in it, for the words beside it are about
    somebody too; nothing of a whole sentence. Words with a digit are left out, unless they are
    ``known`` to be no more than a word, such as 2fa.
    """
    if _ADDRESS.search(typed) or sum(map(str.isdigit, typed)) >= DIGITS_OF_A_NUMBER:
        return ""
    words = tokens(typed)
    if len(words) > MOST_WORDS or any(len(word) > LONGEST_WORD for word in words):
        return ""
    kept = [
        word
        for word in words
        if word not in EMPTY and (word in known or not any(letter.isdigit() for letter in word))
    ]
    text = " ".join(kept)
    return text if len(text) <= LONGEST_KEPT else ""
