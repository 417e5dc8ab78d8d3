"""Rich text as blocks hold it: sanitised whenever it comes in, and again when it is shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.encoding import force_str
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.rich_text import RichText, expand_db_html
from wagtail_localize.segments.ingest import organise_template_segments
from wagtail_localize.strings import restore_strings

from cms.blocks.sanitiser import is_too_long, shown, stored


class SanitisedText(RichText):
    """Rich text that holds only what our features make, wherever its source is from."""

    def __init__(self, source: Any) -> None:
        written = force_str(source or "")
        self.too_long = is_too_long(written)
        super().__init__(stored(written))

    def __html__(self) -> str:
        # Again, for what Wagtail makes of chosen links was not there before.
        return shown(expand_db_html(self.source))


class RichTextBlock(blocks.RichTextBlock):
    """A block of rich text. Every block of ours with rich text is one (tests/architecture)."""

    def to_python(self, value: Any) -> SanitisedText:
        return SanitisedText(value)

    def normalize(self, value: Any) -> SanitisedText:
        if isinstance(value, SanitisedText):
            return value
        return SanitisedText(value.source if isinstance(value, RichText) else value)

    def get_prep_value(self, value: Any) -> str:
        return self.normalize(value).source

    def value_from_form(self, value: Any) -> SanitisedText:
        return SanitisedText(value)

    def clean(self, value: Any) -> Any:
        if getattr(value, "too_long", False):
            raise ValidationError(_("This text is too long. Divide it between several blocks."))
        return super().clean(value)

    def restore_translated_segments(self, value: Any, segments: Sequence[Any]) -> SanitisedText:
        """Return the text in another language, put together as wagtail-localize does."""
        kind, template, strings = organise_template_segments(list(segments))
        if kind != "html":
            raise ValueError(f"a text is kept as HTML, not as {kind}")
        return SanitisedText(restore_strings(template, strings))

    def deconstruct(self) -> tuple[str, Any, Any]:
        path, args, kwargs = super().deconstruct()
        # To the database it is the block that it extends: no migration follows from a rule.
        own = type(self) is RichTextBlock
        return ("wagtail.blocks.RichTextBlock" if own else path), args, kwargs
