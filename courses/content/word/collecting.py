"""The blocks of a document as they come in, with captions given to what they are about. Pure."""

from __future__ import annotations

from dataclasses import replace

from courses.content.word.refusals import Refusal, UnreadableWordFile
from courses.content.word.structure import (
    Block,
    ListItem,
    Loss,
    LossKind,
    Paragraph,
    Picture,
    Span,
    Table,
    Text,
    trimmed,
)

MOST_BLOCKS = 8_000  # a book of five hundred pages
MOST_LOSSES = 1_000
LONGEST_DETAIL = 160


class Collector:
    """A collector of blocks and losses in the order of the document."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.losses: list[Loss] = []
        self._caption = ""
        self._said: set[LossKind] = set()

    @property
    def last(self) -> Block | None:
        """The block before the place that is being read."""
        return self.blocks[-1] if self.blocks and not self._caption else None

    def add(self, block: Block) -> None:
        """Add a block; raises UnreadableWordFile where it is one too many."""
        fits = isinstance(block, Table if _is_of_a_table(self._caption) else Table | Picture)
        if self._caption and fits and isinstance(block, Table | Picture) and not block.caption:
            block = replace(block, caption=self._caption)
            self._caption = ""
        self.settle()
        self.blocks.append(block)
        if len(self.blocks) > MOST_BLOCKS:
            raise UnreadableWordFile(Refusal.BOMB)

    def go_on(self, text: Text) -> None:
        """Add ``text`` to the item of a list that is the last block."""
        item = self.blocks[-1]
        if isinstance(item, ListItem):
            self.blocks[-1] = replace(item, text=trimmed([*item.text, Span("\n"), *text]))

    def caption(self, caption: str) -> None:
        """Give a caption to the picture above it; else keep it for what comes next."""
        self.settle()
        last = self.last
        if isinstance(last, Picture) and not last.caption and not _is_of_a_table(caption):
            self.blocks[-1] = replace(last, caption=caption)
        else:
            self._caption = caption

    def settle(self) -> None:
        """Give a caption that nothing came after to the table above it, else let it be text."""
        caption, self._caption = self._caption, ""
        last = self.last
        if caption and isinstance(last, Table) and not last.caption:
            self.blocks[-1] = replace(last, caption=caption)
        elif caption:
            self.blocks.append(Paragraph((Span(caption),)))

    def lose(self, kind: LossKind, detail: str = "") -> None:
        """Remember a loss at this place."""
        self._remember(kind, detail, len(self.blocks))

    def lose_of_all(self, kind: LossKind, detail: str = "") -> None:
        """Remember a loss that concerns the document and no single place in it."""
        self._remember(kind, detail, None)

    def lose_once(self, kind: LossKind) -> None:
        """Remember a loss of the document, however often it is met."""
        if kind not in self._said:
            self._said.add(kind)
            self.lose_of_all(kind)

    def _remember(self, kind: LossKind, detail: str, at: int | None) -> None:
        short = " ".join(detail.split())
        if len(short) > LONGEST_DETAIL:
            short = f"{short[:LONGEST_DETAIL].rstrip()}…"
        if len(self.losses) < MOST_LOSSES:
            self.losses.append(Loss(kind, short, at))


def _is_of_a_table(caption: str) -> bool:
    # Word puts the label before the number, in the language of its author.
    return caption.lower().startswith(("table ", "tabl "))
