"""The blocks by which a lesson names what it shares with others."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock

from cms.blocks.declared import ContentBlock


class PassageBlock(ContentBlock, SnippetChooserBlock):
    """A shared passage, as it is when the lesson is shown or frozen."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__("snippets.SharedPassage", **kwargs)

    has_running_text = True

    def from_file(self, value: Any, key: UUID) -> str:
        """Return the path of the passage's file in the folder of the course."""
        return str(value["file"])

    class Meta:
        icon = "copy"
        label = _("Shared content")
        template = "blocks/passage.html"


class WordBlock(SnippetChooserBlock):
    """A word of the glossary."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__("snippets.GlossaryTerm", **kwargs)

    class Meta:
        icon = "title"
        label = _("Word")


class WordsBlock(ContentBlock, blocks.StructBlock):
    """Words of the glossary, listed; where the lesson first uses one, it leads to its meaning."""

    words = blocks.ListBlock(
        WordBlock(),
        label=_("Words"),
        min_num=1,
        max_num=30,
        help_text=_("Where the lesson first uses one of them, it becomes a link to its meaning."),
    )

    def from_file(self, value: Any, key: UUID) -> list[dict[str, str]]:
        """Return the words themselves; loading puts them into the glossary."""
        return [
            {
                "term": str(word["term"]).strip(),
                "also": "\n".join(str(form).strip() for form in word.get("also", [])),
                "meaning": word["meaning"].strip(),
            }
            for word in value
        ]

    def headings(self, value: Any) -> list[tuple[int, str]]:
        return [(2, gettext("Glossary terms"))]

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context)
        words = [word for word in value["words"] if word is not None]
        context["words"] = [
            {
                "place": place_of(word),
                "term": word.term,
                "meaning": word.meaning,
                "language": word.locale.language_code,
            }
            for word in sorted(words, key=lambda word: word.term.lower())
        ]
        return context

    class Meta:
        icon = "title"
        label = _("Glossary terms")
        template = "blocks/words.html"


def place_of(word: Any) -> str:
    """Return the name of the place where a word of the glossary is explained on the page."""
    return f"word-{slugify(word.term) or word.pk}"
