"""Blocks that say which of their words are translated, where wagtail-localize cannot tell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTable, TypedTableBlock
from wagtail_localize.segments import StringSegmentValue


class UntranslatedTextBlock(blocks.TextBlock):
    """Text that is the same in every language, such as code."""

    def get_translatable_segments(self, value: str) -> list[StringSegmentValue]:
        return []

    def restore_translated_segments(self, value: str, segments: Sequence[Any]) -> str:
        return value


class UntranslatedAddressBlock(blocks.CharBlock):
    """The address of something outside, which is the same in every language."""

    def get_translatable_segments(self, value: str) -> list[StringSegmentValue]:
        return []

    def restore_translated_segments(self, value: str, segments: Sequence[Any]) -> str:
        return value


class UntranslatedTableBlock(TypedTableBlock):
    """A table whose words are names and values that queries use, the same in every language."""

    def get_translatable_segments(self, value: TypedTable) -> list[StringSegmentValue]:
        return []

    def restore_translated_segments(self, value: TypedTable, segments: Sequence[Any]) -> TypedTable:
        return value


class TranslatableTableBlock(TypedTableBlock):
    """A table whose caption, headings and words are translated, and whose numbers are not.

    A segment is named by its place ("heading-0", "cell-2-1"); a row or column that is put in
    moves those after it, whose words are found again by themselves in the translation memory.
    """

    def get_translatable_segments(self, value: TypedTable) -> list[StringSegmentValue]:
        return [StringSegmentValue(place, words) for place, words in _words(value)]

    def restore_translated_segments(
        self, value: TypedTable, segments: Sequence[StringSegmentValue]
    ) -> TypedTable:
        for segment in segments:
            kind, *place = segment.path.split("-")
            words = segment.render_text()
            if kind == "caption":
                value.caption = words
            elif kind == "heading":
                value.columns[int(place[0])]["heading"] = words
            else:
                value.row_data[int(place[0])]["values"][int(place[1])] = words
        return value


def _words(table: TypedTable) -> Iterator[tuple[str, str]]:
    if table.caption:
        yield "caption", table.caption
    for number, column in enumerate(table.columns):
        if column["heading"]:
            yield f"heading-{number}", column["heading"]
    for row_number, row in enumerate(table.row_data):
        for number, cell in enumerate(row["values"]):
            if any(character.isalpha() for character in str(cell)):
                yield f"cell-{row_number}-{number}", str(cell)
