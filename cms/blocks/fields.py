"""Model fields for what is written: blocks of content, and what was frozen of them.

Wagtail stores blocks that nobody has looked at as they came, so a block alone cannot see to it
that nothing is stored that was not sanitised: the field does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from wagtail import blocks
from wagtail.fields import StreamField

from cms.blocks.sanitiser import stored


class SanitisedStreamField(StreamField):
    """A field for blocks of content; ``get_prep_value`` sanitises for rows and revisions alike."""

    if TYPE_CHECKING:
        # What a page gives and takes under the field's name is a value, not the field.
        def __get__(self, instance: Any, owner: Any = None) -> Any: ...
        def __set__(self, instance: Any, value: Any) -> None: ...

    def get_prep_value(self, value: Any) -> Any:
        prepared = super().get_prep_value(value)
        return sanitised(self.stream_block, prepared) if isinstance(prepared, list) else prepared

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        # Without the blocks: no change of theirs changes a table, and a migration that named them
        # would keep every class of a block for ever.
        name, _path, _args, kwargs = super(StreamField, self).deconstruct()
        return name, "wagtail.fields.StreamField", [[]], {**kwargs, "block_lookup": {}}


class SegmentsField(models.JSONField):
    """A field for frozen segments: a list of ``{"html": …}`` and others (see ``as_shown``)."""

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.JSONField", args, kwargs


def sanitised(block: blocks.Block, raw: Any) -> Any:
    """Return ``raw``, what ``block`` stores, with each rich text in it sanitised.

    What has not the shape that the block would store is left as it is: no text is read from it.
    """
    if isinstance(block, blocks.RichTextBlock):
        return stored(raw) if isinstance(raw, str) else raw
    if isinstance(block, blocks.StreamBlock) and isinstance(raw, list):
        return [_item(block.child_blocks.get(_kind(item)), item) for item in raw]
    if isinstance(block, blocks.ListBlock) and isinstance(raw, list):
        return [
            _item(block.child_block, item)
            if _kind(item) == "item"
            else sanitised(block.child_block, item)
            for item in raw
        ]
    if isinstance(block, blocks.StructBlock) and isinstance(raw, dict):
        parts = block.child_blocks
        return {
            name: sanitised(parts[name], value) if name in parts else value
            for name, value in raw.items()
        }
    return raw


def _kind(item: Any) -> str:
    kind = item.get("type") if isinstance(item, dict) and "value" in item else None
    return kind if isinstance(kind, str) else ""


def _item(block: blocks.Block | None, item: Any) -> Any:
    if block is None:
        return item
    return {**item, "value": sanitised(block, item["value"])}
