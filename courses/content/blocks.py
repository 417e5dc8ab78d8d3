"""The blocks that only lessons and courses have: the knowledge check and the steps."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cms.blocks.blocks import content_blocks
from cms.blocks.practice import PracticeBlock
from cms.snippets.blocks import PassageBlock, WordsBlock
from courses.content.knowledge_checks import CheckKind


class OptionBlock(blocks.StructBlock):
    """One answer to choose from, and what to say to whoever chooses it."""

    text = blocks.CharBlock(label=_("Answer"), max_length=300)
    correct = blocks.BooleanBlock(label=_("This is a right answer"), required=False)
    feedback = blocks.TextBlock(
        label=_("Feedback"), required=False, rows=2, help_text=_("Say why, to whoever chose it.")
    )

    class Meta:
        icon = "tick"
        label = _("Answer")


class KnowledgeCheckBlock(blocks.StructBlock):
    """A question inside a lesson; it helps to notice, and never counts as assessment."""

    KINDS: ClassVar = [
        (CheckKind.SINGLE.value, _("One right answer")),
        (CheckKind.MULTIPLE.value, _("Several right answers")),
        (CheckKind.TRUE_FALSE.value, _("True or false")),
        (CheckKind.ORDERING.value, _("Put in order")),
    ]

    kind = blocks.ChoiceBlock(label=_("Kind"), choices=KINDS, default=CheckKind.SINGLE.value)
    question = blocks.CharBlock(label=_("Question"), max_length=500)
    options = blocks.ListBlock(
        OptionBlock(),
        label=_("Answers"),
        min_num=2,
        max_num=8,
        help_text=_("To put in order: write them in the right order. Learners see them shuffled."),
    )
    explanation = blocks.TextBlock(
        label=_("Explanation"),
        required=False,
        rows=3,
        help_text=_("Shown after answering, whatever was chosen."),
    )

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        right = sum(1 for option in cleaned["options"] if option["correct"])
        kind = CheckKind(cleaned["kind"])
        fault = None
        if kind in (CheckKind.SINGLE, CheckKind.TRUE_FALSE) and right != 1:
            fault = _("Mark exactly one answer as right.")
        elif kind is CheckKind.MULTIPLE and right < 1:
            fault = _("Mark at least one answer as right.")
        elif kind is CheckKind.TRUE_FALSE and len(cleaned["options"]) != 2:
            fault = _("True or false needs exactly two answers.")
        if fault:
            raise blocks.StructBlockValidationError(non_block_errors=[fault])
        return cleaned

    class Meta:
        icon = "help"
        label = _("Knowledge check")
        group = _("Practice")


class LessonStepBlock(blocks.StructBlock):
    """A step that is a lesson of this course."""

    lesson = blocks.PageChooserBlock(label=_("Lesson"), page_type="content.LessonPage")

    class Meta:
        icon = "doc-full"
        label = _("Lesson")
        label_format = "{lesson}"


def lesson_blocks() -> list[tuple[str, blocks.Block]]:
    """Return the blocks that a lesson's body may hold."""
    return [
        *content_blocks(),
        ("passage", PassageBlock(group=_("Words"))),
        ("words", WordsBlock(group=_("Words"))),
        ("check", KnowledgeCheckBlock()),
        ("practice", PracticeBlock(group=_("Practice"))),
    ]
