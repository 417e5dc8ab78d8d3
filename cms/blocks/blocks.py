"""The StreamField blocks that every kind of page may use.

A block validates what an author writes and names the template that learners see. Templates are
rendered once, when a version is frozen, in the language of the content; so nothing in them may
depend on who is reading.
"""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cms.blocks.declared import ContentBlock
from cms.blocks.embeds import EmbedBlock
from cms.blocks.features import IN_A_PASSAGE, PASSAGE_FEATURES, PROSE_FEATURES
from cms.blocks.files import DownloadBlock, PictureBlock
from cms.blocks.recordings import AudioBlock, VideoBlock
from cms.blocks.rich_text import RichTextBlock
from cms.blocks.translating import TranslatableTableBlock, UntranslatedTextBlock
from cms.blocks.written import NUMERIC, rich_text, stored_table, words_at


class ProseBlock(ContentBlock, RichTextBlock):
    """Running text with headings, lists and links."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"features": PROSE_FEATURES, **kwargs})

    has_running_text = True

    def from_file(self, value: Any, key: UUID) -> str:
        return rich_text(value)

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        template = "blocks/prose.html"


class CodeBlock(ContentBlock, blocks.StructBlock):
    """A sample of code, a query or a formula."""

    LANGUAGES: ClassVar = [
        ("text", _("Plain text")),
        ("spreadsheet", _("Spreadsheet formula")),
        ("sql", "SQL"),
        ("python", "Python"),
        ("r", "R"),
        ("shell", _("Command line")),
    ]

    caption = blocks.CharBlock(label=_("What it is"), max_length=200)
    language = blocks.ChoiceBlock(label=_("Language"), choices=LANGUAGES, default="text")
    code = UntranslatedTextBlock(label=_("Code"), rows=8)

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context)
        context["language_name"] = dict(self.LANGUAGES).get(value["language"], value["language"])
        return context

    def from_file(self, value: Any, key: UUID) -> dict[str, Any]:
        return {
            "caption": value["caption"],
            "language": value["language"],
            "code": value["code"].rstrip("\n"),
        }

    class Meta:
        icon = "code"
        label = _("Code sample")
        template = "blocks/code.html"


class DataTableBlock(ContentBlock, blocks.StructBlock):
    """A real table: a caption, column headings and, where they help, row headings."""

    row_headers = blocks.BooleanBlock(
        label=_("The first column is a heading for its row"), required=False, default=True
    )
    table = TranslatableTableBlock(
        [
            ("text", blocks.CharBlock(label=_("Text"), required=False)),
            ("number", blocks.CharBlock(label=_("Number, aligned right"), required=False)),
        ],
        label=_("Table"),
    )

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        table = cleaned["table"]
        if not table.caption or not all(column["heading"] for column in table.columns):
            raise blocks.StructBlockValidationError(
                non_block_errors=[
                    _(
                        "Give the table a caption, and every column a heading, "
                        "so that it can be read aloud."
                    )
                ]
            )
        return cleaned

    def from_file(self, value: Any, key: UUID) -> dict[str, Any]:
        rows = [[str(cell) for cell in row] for row in value["rows"]]
        table = stored_table(
            value["header"],
            rows,
            caption=value["caption"],
            # The first column names the rows.
            is_number=lambda place: place > 0 and all(NUMERIC.match(row[place]) for row in rows),
        )
        return {"row_headers": bool(value.get("row_headers", False)), "table": table}

    class Meta:
        icon = "table"
        label = _("Table")
        template = "blocks/table.html"


class CalloutBlock(ContentBlock, blocks.StructBlock):
    """A short passage set apart."""

    KINDS: ClassVar = [("note", _("Note")), ("important", _("Important")), ("tip", _("Tip"))]

    kind = blocks.ChoiceBlock(label=_("Kind"), choices=KINDS, default="note")
    title = blocks.CharBlock(label=_("Title"), required=False, max_length=120)
    text = RichTextBlock(label=_("Text"), features=PASSAGE_FEATURES)

    has_running_text = True

    def from_file(self, value: Any, key: UUID) -> dict[str, Any]:
        return {
            "kind": value["kind"],
            "title": value.get("title", ""),
            "text": rich_text(value["text"]),
        }

    class Meta:
        icon = "warning"
        label = _("Callout")
        template = "blocks/callout.html"


class RevealBlock(ContentBlock, blocks.StructBlock):
    """A passage to open: an answer to think of first, or detail for anyone who wants it."""

    title = blocks.CharBlock(
        label=_("Link text"),
        max_length=150,
        help_text=_("Say what opens: “How the figure was worked out”, not “More”."),
    )
    text = RichTextBlock(label=_("Hidden text"), features=PASSAGE_FEATURES)

    has_running_text = True

    def from_file(self, value: Any, key: UUID) -> dict[str, Any]:
        return {"title": value["title"], "text": rich_text(value["text"])}

    class Meta:
        icon = "view"
        label = _("Show and hide")
        template = "blocks/reveal.html"


class CaseStudyBlock(ContentBlock, blocks.StructBlock):
    """A worked case: what happened, a question to think about, and an answer to open."""

    SETTINGS: ClassVar = [
        ("front line", _("Front line")),
        ("policy", _("Policy")),
        ("operational delivery", _("Operational delivery")),
        ("corporate", _("Corporate services")),
        ("digital", _("Digital and data")),
    ]

    title = blocks.CharBlock(label=_("Title"), max_length=150)
    setting = blocks.ChoiceBlock(label=_("Where it happens"), choices=SETTINGS)
    text = RichTextBlock(label=_("What happened"), features=PASSAGE_FEATURES)
    question = blocks.CharBlock(label=_("Question to think about"), required=False, max_length=300)
    answer = RichTextBlock(
        label=_("What good looks like"), required=False, features=PASSAGE_FEATURES
    )

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context)
        context["setting_name"] = dict(self.SETTINGS).get(value["setting"], value["setting"])
        context["has_answer"] = bool(str(value["answer"] or "").strip())
        return context

    def headings(self, value: Any) -> list[tuple[int, str]]:
        return [(3, value["title"] or "")]

    has_running_text = True

    def from_file(self, value: Any, key: UUID) -> dict[str, Any]:
        return {
            "title": value["title"],
            "setting": value["setting"],
            "text": rich_text(value["text"]),
            "question": words_at(value, "question"),
            "answer": rich_text(value.get("answer", "")),
        }

    class Meta:
        icon = "openquote"
        label = _("Case study")
        template = "blocks/case_study.html"


def passage_blocks() -> list[tuple[str, blocks.Block]]:
    """Return the blocks that a shared passage may hold: none that could hold a passage again."""
    return [(name, block) for name, block in content_blocks() if name in IN_A_PASSAGE]


def content_blocks() -> list[tuple[str, blocks.Block]]:
    """Return the blocks of ordinary content, in the order the chooser offers them."""
    return [
        ("text", ProseBlock(group=_("Words"))),
        ("callout", CalloutBlock(group=_("Words"))),
        ("reveal", RevealBlock(group=_("Words"))),
        ("case_study", CaseStudyBlock(group=_("Words"))),
        ("image", PictureBlock(group=_("Pictures and files"))),
        ("video", VideoBlock(group=_("Pictures and files"))),
        ("audio", AudioBlock(group=_("Pictures and files"))),
        ("embed", EmbedBlock(group=_("Pictures and files"))),
        ("table", DataTableBlock(group=_("Pictures and files"))),
        ("download", DownloadBlock(group=_("Pictures and files"))),
        ("code", CodeBlock(group=_("Pictures and files"))),
    ]
