"""The blocks that only lessons and courses have: the knowledge check and the steps."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, ClassVar
from uuid import UUID, uuid5

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cms.blocks.blocks import content_blocks
from cms.blocks.declared import ContentBlock
from cms.blocks.numbers import MinutesBlock
from cms.blocks.practice import PracticeBlock
from cms.blocks.written import words_at
from cms.snippets.blocks import PassageBlock, WordsBlock
from courses.content.knowledge.checks import CheckKind


class OptionBlock(blocks.StructBlock):
    """One answer to choose from, and what to say to anyone who chooses it."""

    text = blocks.CharBlock(label=_("Answer"), max_length=300)
    correct = blocks.BooleanBlock(label=_("This is a right answer"), required=False)
    feedback = blocks.TextBlock(
        label=_("Feedback"),
        required=False,
        rows=2,
        help_text=_("Say why, to people who choose it."),
    )

    class Meta:
        icon = "tick"
        label = _("Answer")


class KnowledgeCheckBlock(ContentBlock, blocks.StructBlock):
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

    def from_file(self, value: Any, key: UUID) -> dict[str, Any]:
        return {
            "kind": value["kind"],
            "question": value["question"].strip(),
            "options": [
                {
                    "type": "item",
                    "id": str(uuid5(key, str(number))),
                    "value": {
                        "text": str(option["text"]).strip(),
                        "correct": bool(option.get("correct", False)),
                        "feedback": words_at(option, "feedback"),
                    },
                }
                for number, option in enumerate(value["options"])
            ],
            "explanation": words_at(value, "explanation"),
        }

    class Meta:
        icon = "help"
        label = _("Knowledge check")
        group = _("Practice")


class LessonChooserBlock(blocks.PageChooserBlock):
    """A chooser of a lesson of the course; a translation puts in its own (``LessonKind``)."""

    def get_translatable_segments(self, value: Any) -> list[Any]:
        return []

    def restore_translated_segments(self, value: Any, segments: Any) -> Any:
        return value


class LessonStepBlock(blocks.StructBlock):
    """A step that is a lesson of this course."""

    lesson = LessonChooserBlock(label=_("Lesson"), page_type="content.LessonPage")
    optional = blocks.BooleanBlock(
        label=_("Optional"),
        required=False,
        default=False,
        help_text=_("Learners complete the course without it."),
    )

    class Meta:
        icon = "doc-full"
        label = _("Lesson")
        label_format = "{lesson}"


class AddedLessonBlock(blocks.StructBlock):
    """A lesson of the department's own; it never counts towards the course."""

    title = blocks.CharBlock(label=_("Title"), max_length=255)
    summary = blocks.CharBlock(
        label=_("Summary"),
        max_length=300,
        required=False,
        help_text=_("One sentence, shown in the outline."),
    )
    minutes = MinutesBlock(
        label=_("Minutes"),
        default=5,
        min_value=1,
        max_value=240,
        help_text=_("How long it takes, with its questions."),
    )
    body = blocks.StreamBlock(
        [
            *content_blocks(),
            ("check", KnowledgeCheckBlock()),
            ("practice", PracticeBlock(group=_("Practice"))),
        ],
        label=_("Lesson"),
    )

    class Meta:
        icon = "doc-full"
        label = _("Lesson")
        label_format = "{title}"


def lesson_blocks() -> list[tuple[str, blocks.Block]]:
    """Return the blocks that a lesson's body may hold."""
    return [
        *content_blocks(),
        ("passage", PassageBlock(group=_("Words"))),
        ("words", WordsBlock(group=_("Words"))),
        ("check", KnowledgeCheckBlock()),
        ("practice", PracticeBlock(group=_("Practice"))),
    ]


@lru_cache(maxsize=1)
def kinds_of_blocks() -> dict[str, Any]:
    """Return the blocks of a lesson's body by name, for those who read what is stored."""
    return dict(blocks.StreamBlock(lesson_blocks()).child_blocks)
