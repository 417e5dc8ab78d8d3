"""The blocks of pages about the service: words only, for everybody may open them.

No pictures and no files: those are private until a course shows them to its learners.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cms.blocks.blocks import DataTableBlock, ProseBlock
from cms.blocks.features import PROSE_FEATURES
from cms.blocks.rich_text import RichTextBlock

WITHOUT_FILES = [feature for feature in PROSE_FEATURES if feature != "document-link"]


class InsetBlock(blocks.StructBlock):
    """A short passage set apart."""

    text = RichTextBlock(
        label=_("Text"), features=[name for name in WITHOUT_FILES if name not in ("h2", "h3")]
    )

    class Meta:
        icon = "warning"
        label = _("Callout")
        template = "blocks/inset.html"


def information_blocks() -> list[tuple[str, Any]]:
    """Return the blocks that a page about the service may hold."""
    return [
        ("text", ProseBlock(features=WITHOUT_FILES)),
        ("inset", InsetBlock()),
        ("table", DataTableBlock()),
    ]
