"""The StreamField blocks that every kind of page may use.

A block validates what an author writes and names the template that learners see. Templates are
rendered once, when a version is frozen, in the language of the content; so nothing in them may
depend on who is reading.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock

from cms.blocks.embeds import EmbedBlock
from cms.blocks.features import IN_A_PASSAGE, PASSAGE_FEATURES, PROSE_FEATURES
from cms.blocks.recordings import AudioBlock, VideoBlock
from cms.blocks.translating import TranslatableTableBlock, UntranslatedTextBlock


class ProseBlock(blocks.RichTextBlock):
    """Running text with headings, lists and links."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"features": PROSE_FEATURES, **kwargs})

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        template = "blocks/prose.html"


class PictureBlock(blocks.StructBlock):
    """A picture with words for those who cannot see it, or a mark that it only decorates."""

    image = ImageBlock(label=_("Picture"))
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=200)
    description = blocks.TextBlock(
        label=_("Longer description"),
        required=False,
        help_text=_("For a chart or diagram: say in words what it shows and what follows from it."),
    )

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context)
        if value["image"] is None:
            return context  # a draft may be unfinished, and a picture deleted
        rendition = value["image"].get_rendition("width-960|preserve-svg")
        context["picture"] = {
            "url": rendition.url,
            "width": rendition.width,
            "height": rendition.height,
            "alt": "" if value["image"].decorative else value["image"].contextual_alt_text,
        }
        return context

    class Meta:
        icon = "image"
        label = _("Picture")
        template = "blocks/picture.html"


class CodeBlock(blocks.StructBlock):
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

    class Meta:
        icon = "code"
        label = _("Code sample")
        template = "blocks/code.html"


class DataTableBlock(blocks.StructBlock):
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

    class Meta:
        icon = "table"
        label = _("Table")
        template = "blocks/table.html"


class CalloutBlock(blocks.StructBlock):
    """A short passage set apart."""

    KINDS: ClassVar = [("note", _("Note")), ("important", _("Important")), ("tip", _("Tip"))]

    kind = blocks.ChoiceBlock(label=_("Kind"), choices=KINDS, default="note")
    title = blocks.CharBlock(label=_("Title"), required=False, max_length=120)
    text = blocks.RichTextBlock(label=_("Text"), features=PASSAGE_FEATURES)

    class Meta:
        icon = "warning"
        label = _("Callout")
        template = "blocks/callout.html"


class RevealBlock(blocks.StructBlock):
    """Something to open: an answer to think of first, or detail for whoever wants it."""

    title = blocks.CharBlock(
        label=_("What to press"),
        max_length=150,
        help_text=_("Say what opens: “How the figure was worked out”, not “More”."),
    )
    text = blocks.RichTextBlock(label=_("What opens"), features=PASSAGE_FEATURES)

    class Meta:
        icon = "view"
        label = _("Reveal")
        template = "blocks/reveal.html"


class CaseStudyBlock(blocks.StructBlock):
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
    text = blocks.RichTextBlock(label=_("What happened"), features=PASSAGE_FEATURES)
    question = blocks.CharBlock(label=_("Question to think about"), required=False, max_length=300)
    answer = blocks.RichTextBlock(
        label=_("What good looks like"), required=False, features=PASSAGE_FEATURES
    )

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context)
        context["setting_name"] = dict(self.SETTINGS).get(value["setting"], value["setting"])
        context["has_answer"] = bool(str(value["answer"] or "").strip())
        return context

    def headings(self, value: Any) -> list[tuple[int, str]]:
        """Return the headings that the template writes itself: the checks follow the outline."""
        return [(3, value["title"] or "")]

    class Meta:
        icon = "openquote"
        label = _("Case study")
        template = "blocks/case_study.html"


class DownloadBlock(blocks.StructBlock):
    """A file to take away."""

    document = DocumentChooserBlock(label=_("File"))
    title = blocks.CharBlock(label=_("Title"), max_length=150)
    description = blocks.CharBlock(label=_("What it is for"), required=False, max_length=300)

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context)
        document = value["document"]
        if document is None:
            return context  # a draft may be unfinished, and a file deleted
        context["file"] = {
            "url": document.url,
            "kind": document.file_extension.upper(),
            "size": filesizeformat(document.get_file_size()),
        }
        return context

    class Meta:
        icon = "download"
        label = _("Download")
        template = "blocks/download.html"


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
