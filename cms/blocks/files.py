"""The blocks for a picture, and for a file to download."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock

from cms.blocks.declared import ContentBlock
from cms.blocks.written import words_at


class PictureBlock(ContentBlock, blocks.StructBlock):
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

    def from_file(self, value: Any, key: UUID) -> dict[str, Any]:
        return {
            "image": {
                "image": value["file"],
                "decorative": bool(value.get("decorative", False)),
                "alt_text": value.get("alt", ""),
            },
            "caption": value.get("caption", ""),
            "description": words_at(value, "description"),
        }

    class Meta:
        icon = "image"
        label = _("Picture")
        template = "blocks/picture.html"


class DownloadBlock(ContentBlock, blocks.StructBlock):
    """A file to download."""

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

    def from_file(self, value: Any, key: UUID) -> dict[str, Any]:
        return {
            "document": value["file"],
            "title": value["title"],
            "description": words_at(value, "description"),
        }

    def titles_of_files(self, stored: Any) -> Mapping[str, str]:
        return {stored["document"]: stored["title"]}

    class Meta:
        icon = "download"
        label = _("Download")
        template = "blocks/download.html"
