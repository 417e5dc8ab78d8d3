"""Headings tell how a page is built to anyone who listens to it: none is skipped, none is empty."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from cms.publishing.content import Draft, Piece, Sheet
from cms.publishing.faults import Fault, Severity
from cms.publishing.markup import Paragraph

# A line in bold that is no longer than this stands there like a heading.
LIKE_A_HEADING = 80


def faults(draft: Draft) -> Iterator[Fault]:
    """Yield headings that skip a level or say nothing, and lines that only look like headings."""
    for sheet in draft.sheets:
        yield from _levels(sheet)
        for piece in sheet.texts:
            yield from _bold_lines(piece)


def headings_of(sheet: Sheet) -> Iterator[tuple[Piece, int, str]]:
    """Yield each heading below the title: where it is, its level and its words."""
    for piece in sheet.pieces:
        # Some blocks have a heading of their own, which their template writes.
        own = getattr(piece.block, "headings", None)
        if own and piece.value is not None:
            for level, words in own(piece.value):
                yield piece, level, words
        if piece.is_text:
            for heading in piece.markup.headings:
                yield piece, heading.level, heading.words


def _levels(sheet: Sheet) -> Iterator[Fault]:
    before = 1  # the title of the page
    for piece, level, words in headings_of(sheet):
        if not words.strip():
            if piece.is_text:  # a block's own heading is a field, which says that it is empty
                yield piece.fault(
                    _("A heading has no words."), _("Write the heading, or delete the empty line.")
                )
            continue
        if level > before + 1:
            right = {"heading": words, "level": level, "right": before + 1}
            yield piece.fault(
                _("The heading “%(heading)s” skips a level: it is a heading %(level)s.") % right,
                _("Make it a heading %(right)s, or put a heading %(right)s before it.") % right,
            )
        before = level


def _bold_lines(piece: Piece) -> Iterator[Fault]:
    for line in piece.markup.paragraphs:
        if _looks_like_a_heading(line):
            yield piece.fault(
                _("“%(line)s” looks like a heading, but is only bold.") % {"line": line.words},
                _("Choose the style “Heading” for it, or do not make the whole line bold."),
                severity=Severity.WARNING,
            )


def _looks_like_a_heading(line: Paragraph) -> bool:
    return (
        line.tag == "p"
        and line.bold
        and len(line.words) <= LIKE_A_HEADING
        and line.words[0].isalpha()
        and line.words[-1] not in ".!?:;,…"
    )
