"""A knowledge check can be answered, and rightly."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from cms.publishing.content import Draft, Piece
from cms.publishing.faults import Fault, Severity
from courses.content.blocks import KnowledgeCheckBlock
from courses.content.knowledge.checks import CheckKind

ONE_IS_RIGHT = (CheckKind.SINGLE, CheckKind.TRUE_FALSE)


def faults(draft: Draft) -> Iterator[Fault]:
    """Yield checks without a right answer, with too many, or with answers that say the same."""
    for sheet in draft.sheets:
        for piece in sheet.of(KnowledgeCheckBlock):
            options = list(piece.value["options"])
            yield from _of_the_right_ones(piece, options)
            yield from _of_the_words(piece, options)


def _of_the_right_ones(piece: Piece, options: list[Any]) -> Iterator[Fault]:
    kind, right = piece.value["kind"], sum(bool(option["correct"]) for option in options)
    if kind == CheckKind.TRUE_FALSE and len(options) != 2:
        yield piece.fault(
            _("True or false needs exactly two answers."),
            _("Add or remove answers until there are two."),
            field="options",
        )
    elif len(options) < 2:
        yield piece.fault(
            _("There is nothing to choose from."), _("Write at least two answers."), field="options"
        )
    if kind == CheckKind.ORDERING:
        return
    if not right:
        yield piece.fault(
            _("No answer is marked as right."),
            _("Tick “This is a right answer” at the one that is."),
            field="options",
        )
    elif kind in ONE_IS_RIGHT and right > 1:
        yield piece.fault(
            _("%(right)s answers are marked as right, and only one can be chosen.")
            % {"right": right},
            _("Leave one of them, or choose “Several right answers”."),
            field="options",
        )
    elif kind == CheckKind.MULTIPLE and right == len(options) > 1:
        yield piece.fault(
            _("Every answer is marked as right, so there is nothing to decide."),
            _("Add an answer that people might take for a right one."),
            severity=Severity.WARNING,
            field="options",
        )


def _of_the_words(piece: Piece, options: list[Any]) -> Iterator[Fault]:
    said: set[str] = set()
    for option in options:
        words = " ".join((option["text"] or "").lower().split())
        if words and words in said:
            yield piece.fault(
                _("Two answers say “%(words)s”.") % {"words": option["text"]},
                _("Change one of them, or remove it."),
                field="options",
            )
        said.add(words)
