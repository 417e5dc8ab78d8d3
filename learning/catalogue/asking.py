"""What somebody typed, read: plain words, or quotes, OR and minus; and how PostgreSQL is asked.

Pure. Every word is folded and quoted, so whatever was typed is only ever looked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from learning.catalogue.vocabulary import Phrase, Term
from learning.catalogue.words import tokens, welsh_forms, welsh_stem

LONGEST_QUERY = 200
MOST_WORDS = 16
_PART = re.compile(r'(-?)"([^"]*)"|(-?)([^\s"]+)')


@dataclass(frozen=True)
class Asked:
    """The words that are wanted, those that are not, and the whole where it has operators."""

    words: tuple[str, ...]
    unwanted: tuple[str, ...] = ()
    operators: str = ""


def read(typed: str) -> Asked:
    """Read what somebody typed: quotes keep words together, OR parts them, minus excludes."""
    words: list[str] = []
    unwanted: list[str] = []
    parts: list[str] = []
    special = False
    for minus, quoted, other_minus, plain in _PART.findall(typed[:LONGEST_QUERY]):
        # A dash by itself, or a whole word of signs, is no operator.
        found = tokens(quoted or plain)[: MOST_WORDS - len(words) - len(unwanted)]
        if not found:
            continue
        if found == ["or"] and not quoted and parts:
            parts.append("or")
            special = True
            continue
        excluded = bool(minus or other_minus)
        (unwanted if excluded else words).extend(found)
        special = special or excluded or bool(quoted)
        together = bool(quoted) or len(found) > 1
        text = f'"{" ".join(found)}"' if together else found[0]
        parts.append(f"-{text}" if excluded else text)
    return Asked(tuple(words), tuple(unwanted), " ".join(parts) if special else "")


@dataclass(frozen=True)
class Question:
    """The same question three ways, as PostgreSQL's to_tsquery reads it.

    ``match`` is what must be there, ``literal`` the words as typed and ``related`` those and all
    that means the same, any of them; the last two are for ranking.
    """

    match: str
    literal: str
    related: str


def question(
    terms: Sequence[Term], *, unwanted: Iterable[str] = (), stemmed: bool, loosely: bool = False
) -> Question:
    """Return how to ask for ``terms``.

    What is not required is for ranking only. ``stemmed`` is for a language that PostgreSQL knows
    the endings of; elsewhere the commonest Welsh endings and mutations are asked for one by one.
    ``loosely`` asks for any of the terms.
    """
    wanted = [_alternatives(term, stemmed) for term in terms if term.required]
    match = (" | " if loosely else " & ").join(wanted)
    for word in unwanted:
        match = f"({match}) & !({_word(word, stemmed)})"
    return Question(
        match=match,
        literal=" | ".join(_word(word, stemmed) for term in terms for word in term.words),
        related=" | ".join(_alternatives(term, stemmed) for term in terms),
    )


def _alternatives(term: Term, stemmed: bool) -> str:
    ways = [" & ".join(_word(word, stemmed) for word in term.words)]
    ways += [" <-> ".join(_quoted(word) for word in phrase) for phrase in term.english]
    if not stemmed:
        ways += [_welsh(phrase) for phrase in term.welsh]
    return "(" + " | ".join(f"({way})" for way in ways) + ")"


def _welsh(phrase: Phrase) -> str:
    return " & ".join(_word(word, stemmed=False) for word in phrase)


def _word(word: str, stemmed: bool) -> str:
    if stemmed:
        return _quoted(word)
    forms = (_quoted(welsh_stem(form)) for form in welsh_forms(word))
    # As a beginning, so that endings match; a short word would begin too many others.
    return "(" + " | ".join(f"{form}:*" if len(form) > 5 else form for form in forms) + ")"


def _quoted(word: str) -> str:
    return f"'{word}'"
