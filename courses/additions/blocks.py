"""The blocks of an addition: notes, and lessons with all that they hold."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cms.blocks.blocks import ProseBlock, content_blocks
from cms.blocks.features import PASSAGE_FEATURES
from cms.blocks.practice import PracticeBlock
from courses.content.blocks import KnowledgeCheckBlock


class NoteBlock(blocks.StructBlock):
    """A few words of the department's own, at one lesson or on the course's page."""

    lesson = blocks.PageChooserBlock(
        label=_("Lesson"),
        page_type="content.LessonPage",
        required=False,
        help_text=_("Where the note stands. Leave empty to put it on the page of the course."),
    )
    text = ProseBlock(label=_("Note"), features=PASSAGE_FEATURES)

    class Meta:
        icon = "comment"
        label = _("Note")


class MinutesBlock(blocks.IntegerBlock):
    """A number of minutes.

    Wagtail's own block hands on what was typed as text until it is validated: every form would
    count as changed, and a reviewer's approval as a revision that nobody has reviewed.
    """

    def value_from_form(self, value: Any) -> Any:
        return int(value) if isinstance(value, str) and value.isdecimal() else value


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


def note_blocks() -> list[tuple[str, Any]]:
    """Return what the notes of an addition may hold."""
    return [("note", NoteBlock())]


def added_lesson_blocks() -> list[tuple[str, Any]]:
    """Return what the lessons of an addition may hold."""
    return [("lesson", AddedLessonBlock())]
