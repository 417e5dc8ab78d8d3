"""Items of lists: how deep they stand, and where our numbering differs from Word's. Pure."""

from __future__ import annotations

from courses.content.word.structure import Block, ListItem, LossKind, Text
from courses.content.word.styles import Place

DEEPEST_ITEM = 4  # as cms.blocks.features says; Word has nine levels


class Lists:
    """The state of a document's lists while it is read."""

    def __init__(self) -> None:
        self._open: list[int] = []  # the depths, as Word counts them, above the item before
        self._counted: set[str] = set()
        self._told: set[str] = set()

    def item(
        self, text: Text, place: Place, before: Block | None
    ) -> tuple[ListItem, LossKind | None]:
        """Return a paragraph at ``place`` as an item, and what is lost of how it is counted."""
        begins = not isinstance(before, ListItem)
        if begins:
            self._open = []
        while self._open and self._open[-1] > place.depth:
            self._open.pop()
        if not self._open or self._open[-1] < place.depth:
            self._open.append(place.depth)
        depth = len(self._open) - 1
        item = ListItem(text, place.level.ordered, min(depth, DEEPEST_ITEM))
        return item, self._lost(place, depth, begins)

    def _lost(self, place: Place, depth: int, begins: bool) -> LossKind | None:
        if depth > DEEPEST_ITEM:
            return LossKind.DEEP_LIST
        if not place.level.ordered:
            return None
        goes_on = begins and place.key in self._counted
        self._counted.add(place.key)
        lettered = place.level.format != "decimal" and place.key not in self._told
        if lettered:
            self._told.add(place.key)
        return LossKind.NUMBERING if goes_on or lettered else None
