"""Reading of what somebody typed (words, quotes, OR, minus), and how PostgreSQL is asked for it.

Pure. Every word is folded and quoted, so whatever was typed is only ever looked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from learning.catalogue.languages import ENGLISH, Reading, base, reading
from learning.catalogue.vocabulary import Term
from learning.catalogue.words import tokens

LONGEST_QUERY = 200
MOST_WORDS = 16
_PART = re.compile(r'(-?)"([^"]*)"|(-?)([^\s"]+)')


@dataclass(frozen=True)
class Asked:
    """A search as read: the words wanted, those unwanted, and the whole where it has operators."""

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
    """One question in three forms, as PostgreSQL's to_tsquery reads it.

    ``match`` is what must be there, ``literal`` the words as typed and ``related`` those and all
    that means the same, any of them; the last two are for ranking.
    """

    match: str
    literal: str
    related: str


def question(
    terms: Sequence[Term], *, unwanted: Iterable[str] = (), language: str, loosely: bool = False
) -> Question:
    """Return the question for ``terms``, to be asked of what is written in ``language``.

    What is not required is for ranking only. ``loosely`` asks for any of the terms.
    """
    how = reading(language)
    ways = [_alternatives(term, base(language), how) for term in terms]
    wanted = [way for term, way in zip(terms, ways, strict=True) if term.required]
    match = (" | " if loosely else " & ").join(wanted)
    for word in unwanted:
        match = f"({match}) & !({_word(word, how)})"
    return Question(
        match=match,
        literal=" | ".join(_word(word, how) for term in terms for word in term.words),
        related=" | ".join(ways),
    )


def _alternatives(term: Term, language: str, how: Reading) -> str:
    ways = [" & ".join(_word(word, how) for word in term.words)]
    ways += [" <-> ".join(map(_quoted, phrase)) for phrase in term.meaning(ENGLISH)]
    if language != ENGLISH:
        together = " <-> " if how.stemmed else " & "
        ways += [
            together.join(_word(word, how) for word in phrase) for phrase in term.meaning(language)
        ]
    return "(" + " | ".join(f"({way})" for way in ways) + ")"


def _word(word: str, how: Reading) -> str:
    """Return the query for one word; where PostgreSQL knows its endings, the word is enough."""
    if how.stemmed:
        return _quoted(word)
    # As a beginning, so that endings match; a short word would begin too many others.
    forms = (f"{_quoted(form)}:*" if len(form) > 3 else _quoted(form) for form in how.forms(word))
    return "(" + " | ".join(forms) + ")"


def _quoted(word: str) -> str:
    return f"'{word}'"
