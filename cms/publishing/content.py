"""A draft as the checks read it: pages of blocks of content, all to be published together."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.images.blocks import ImageBlock

from cms.publishing.faults import Fault, Severity
from cms.publishing.markup import Markup, read


@dataclass(frozen=True)
class Piece:
    """One block of content, or one field of it, wherever it stands among the others.

    ``block_id`` is the block to open in the editor; ``path`` leads on to the field in it.
    """

    sheet: Sheet
    block: blocks.Block
    value: Any
    block_id: str
    path: str
    labels: tuple[str, ...]

    @property
    def is_text(self) -> bool:
        """True where this is formatted text, which ``markup`` reads."""
        return isinstance(self.block, blocks.RichTextBlock)

    @property
    def markup(self) -> Markup:
        """The headings, links and paragraphs of formatted text."""
        return read(self.value.source if self.value else "")

    def fault(
        self,
        message: str,
        fix: str,
        *,
        severity: Severity = Severity.ERROR,
        field: str = "",
    ) -> Fault:
        """Return a finding about this block, or about the ``field`` of it."""
        return Fault(
            message,
            self.sheet.page_id,
            self.block_id,
            fix=fix,
            severity=severity,
            path=f"{self.path}.{field}" if field else self.path,
            place=": ".join((self.sheet.title, *map(str, self.labels))),
        )


@dataclass(frozen=True)
class Sheet:
    """One page of a draft: its title, its language and its content, block by block.

    ``field`` is the name of the StreamField that ``stream`` is the value of.
    """

    page_id: int
    title: str
    language: str
    field: str
    stream: Any

    @cached_property
    def pieces(self) -> tuple[Piece, ...]:
        """The blocks and fields of the page, those inside of others too, in reading order."""
        return tuple(
            piece
            for child in self.stream
            for piece in self._within(
                child.block,
                child.value,
                str(child.id),
                f"{self.field}.{child.id}",
                (child.block.label,),
            )
        )

    def _within(
        self, block: blocks.Block, value: Any, block_id: str, path: str, labels: tuple[str, ...]
    ) -> Iterator[Piece]:
        yield Piece(self, block, value, block_id, path, labels)
        if isinstance(block, ImageBlock) or value is None:
            return  # a structure to the form, and a picture to everybody else
        if isinstance(block, blocks.StructBlock):
            for name, bound in value.bound_blocks.items():
                yield from self._within(
                    bound.block, bound.value, block_id, f"{path}.{name}", labels
                )
        elif isinstance(block, blocks.StreamBlock):
            for child in value:
                yield from self._within(
                    child.block,
                    child.value,
                    str(child.id),
                    f"{path}.{child.id}",
                    (*labels, child.block.label),
                )
        elif isinstance(block, blocks.ListBlock):
            for number, item in enumerate(value.bound_blocks, start=1):
                yield from self._within(
                    item.block,
                    item.value,
                    str(item.id),
                    f"{path}.{item.id}",
                    (*labels, f"{item.block.label} {number}"),
                )
        elif isinstance(block, TypedTableBlock):
            for row in value.rows:
                for cell in row:
                    yield from self._within(cell.block, cell.value, block_id, path, labels)

    def of(self, *kinds: type[blocks.Block]) -> Iterator[Piece]:
        """Yield the pieces that are blocks of one of these classes."""
        return (piece for piece in self.pieces if isinstance(piece.block, kinds))

    @property
    def texts(self) -> Iterator[Piece]:
        """The pieces that are formatted text."""
        return (piece for piece in self.pieces if piece.is_text)

    @cached_property
    def refused(self) -> ValidationError | None:
        """The error of the blocks themselves, as the form gives it for a page that is no draft."""
        try:
            self.stream.stream_block.clean(self.stream)
        except ValidationError as error:
            return error
        return None

    @property
    def whole(self) -> list[int]:
        """The places of the blocks at the top that refuse nothing: each can be rendered."""
        broken = getattr(self.refused, "block_errors", {})
        return [number for number in range(len(self.stream)) if number not in broken]

    def fault(
        self, message: str, fix: str, *, severity: Severity = Severity.ERROR, field: str = ""
    ) -> Fault:
        """Return a finding about the page as a whole, or about one ``field`` of its form."""
        return Fault(
            message,
            self.page_id,
            fix=fix,
            severity=severity,
            path=field,
            place=self.title,
        )


@dataclass(frozen=True)
class Draft:
    """The pages that go live together: one at one of its revisions, and those that are part of it.

    ``sheets`` are in the order in which learners read them; ``today`` is the day of publishing.
    """

    page: Any
    sheets: tuple[Sheet, ...]
    today: datetime.date

    def fault(
        self, message: str, fix: str, *, severity: Severity = Severity.ERROR, field: str = ""
    ) -> Fault:
        """Return a finding about the page that holds the others, or a ``field`` of its form."""
        return Fault(message, self.page.pk, fix=fix, severity=severity, path=field)
