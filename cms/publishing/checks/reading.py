"""Each page is easy to read: its reading age, as advice, with the sentences to begin with.

For English only: the formula counts what makes English hard, and says nothing of Welsh.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from cms.publishing.content import Draft, Piece, Sheet
from cms.publishing.faults import Fault, Severity
from cms.publishing.readability import reading_age, reading_grade, sentences, words_in

EASY_ENOUGH = 8.0  # the grade; what a thirteen-year-old reads with ease
LONG_SENTENCE = 25  # words, as in the GOV.UK style guide
SENTENCES_SHOWN = 3


def faults(draft: Draft) -> Iterator[Fault]:
    """Yield the reading age of each page in English; where it is high, advice and its reasons."""
    other = False
    for sheet in draft.sheets:
        if sheet.language.startswith("en"):
            yield from _of_a_sheet(sheet)
        else:
            other = other or any(sheet.texts)
    if other:
        yield draft.fault(
            _("Reading ages are worked out for English only."),
            _("Ask somebody who reads this language well, and has not read it yet."),
            severity=Severity.NOTE,
        )


def _of_a_sheet(sheet: Sheet) -> Iterator[Fault]:
    read = [(piece, sentence) for piece in sheet.texts for sentence in _sentences(piece)]
    grade = reading_grade([sentence for _piece, sentence in read])
    if grade is None:
        return
    age = {"age": reading_age(grade)}
    if grade <= EASY_ENOUGH:
        yield sheet.fault(
            _("Easy to read from the age of about %(age)s.") % age, "", severity=Severity.NOTE
        )
        return
    yield sheet.fault(
        _("Hard to read: easy only from the age of about %(age)s.") % age,
        _("Use shorter sentences and everyday words. Busy people read plain words faster, too."),
        severity=Severity.ADVICE,
    )
    longest = sorted(read, key=lambda one: -words_in(one[1]))[:SENTENCES_SHOWN]
    for piece, sentence in longest:
        if (words := words_in(sentence)) > LONG_SENTENCE:
            yield piece.fault(
                _("A sentence of %(words)s words: “%(beginning)s …”")
                % {"words": words, "beginning": " ".join(sentence.split()[:8])},
                _("Make two or three sentences of it."),
                severity=Severity.ADVICE,
            )


def _sentences(piece: Piece) -> list[str]:
    return sentences(line.words for line in piece.markup.paragraphs)
