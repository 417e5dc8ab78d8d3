"""The blocks that only additions have: notes."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cms.blocks.blocks import ProseBlock
from cms.blocks.features import PASSAGE_FEATURES


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


def note_blocks() -> list[tuple[str, Any]]:
    """Return the blocks that the notes of an addition may hold."""
    return [("note", NoteBlock())]
