"""The block for a thing of another service, shown only to anyone who asks for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cms.blocks.declared import ContentBlock
from cms.blocks.embedding import recognise
from cms.blocks.features import PASSAGE_FEATURES
from cms.blocks.rich_text import RichTextBlock
from cms.blocks.translating import UntranslatedAddressBlock
from cms.blocks.written import rich_text


class EmbedBlock(ContentBlock, blocks.StructBlock):
    """A card that says what is there; nothing is fetched from outside, by us or by the page."""

    address = UntranslatedAddressBlock(
        label=_("Address"),
        max_length=300,
        help_text=_("The address of its page, as your browser shows it."),
    )
    title = blocks.CharBlock(label=_("Title"), max_length=150)
    text = RichTextBlock(
        label=_("What it says"),
        features=PASSAGE_FEATURES,
        help_text=_("For everybody who does not load it: what there is to learn from it, in full."),
    )

    def from_file(self, value: Any, key: UUID) -> dict[str, Any]:
        return {
            "address": value["address"],
            "title": value["title"],
            "text": rich_text(value["text"]),
        }

    def needs(self, value: Any) -> Mapping[str, list[str]]:
        found = recognise(value["address"], settings.EMBED_PROVIDERS)
        return {"frames": [found.origin]} if found else {}

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if recognise(cleaned["address"], settings.EMBED_PROVIDERS) is None:
            allowed = ", ".join(provider["name"] for provider in settings.EMBED_PROVIDERS)
            message = gettext(
                "Only videos of these services can be shown: %(allowed)s. Copy the address of the "
                "video’s own page, or link to it in the text."
            )
            raise blocks.StructBlockValidationError(
                block_errors={"address": ValidationError(message % {"allowed": allowed})}
            )
        return cleaned

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context)
        context["embedded"] = recognise(value["address"], settings.EMBED_PROVIDERS)
        return context

    class Meta:
        icon = "media"
        label = _("YouTube or Vimeo video")
        template = "blocks/embed.html"
