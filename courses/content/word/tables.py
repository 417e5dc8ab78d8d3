"""Tables: which row has the headings, and a rectangle of cells out of merged ones. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from courses.content.word.markup import OFF, find, number, switched_on, value
from courses.content.word.refusals import Refusal, UnreadableWordFile
from courses.content.word.structure import Span, Table, Text, words

MOST_COLUMNS = 63  # Word's own limit
MOST_CELLS = 20_000
FIRST_ROW, FIRST_COLUMN = 0x0020, 0x0080
READ_THROUGH = ("w:sdt", "w:sdtContent", "w:customXml", "w:ins", "w:moveTo")


@dataclass
class Grid:
    """The cells of a table as a rectangle; ``merged`` tells whether some spanned others."""

    rows: list[list[Text]]
    headings: int
    merged: bool


def parts_of(parent: Element, tag: str) -> Iterator[Element]:
    """Yield the rows of a table, or the cells of a row, also those inside content controls."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in READ_THROUGH:
            yield from parts_of(child, tag)


def is_box(table: Element) -> bool:
    """Tell whether the table is a single cell: a frame around some words."""
    rows = list(parts_of(table, "w:tr"))
    return len(rows) == 1 and len(list(parts_of(rows[0], "w:tc"))) == 1


def grid_of(table: Element, read: Callable[[Element], Text]) -> Grid:
    """Return the cells of ``table``; ``read`` turns one cell into its words.

    A cell that spans others is said in each of them, as a screen reader needs it.
    """
    rows: list[list[Text]] = []
    headings, merged, cells = 0, False, 0
    for row in parts_of(table, "w:tr"):
        if find(row, "w:trPr/w:del") is not None:
            continue
        here: list[Text] = [()] * _span(row, "w:trPr/w:gridBefore", 0)
        for cell in parts_of(row, "w:tc"):
            text = read(cell)
            span = _span(cell, "w:tcPr/w:gridSpan", 1)
            upward = find(cell, "w:tcPr/w:vMerge")
            if upward is not None and upward.get("w:val", "continue") == "continue" and rows:
                above = rows[-1]
                text = above[len(here)] if len(here) < len(above) else text
                merged = True
            merged = merged or span > 1
            here += [text] * span
        cells += len(here)
        if len(here) > MOST_COLUMNS or cells > MOST_CELLS:
            raise UnreadableWordFile(Refusal.BOMB)
        if headings == len(rows) and switched_on(row, "w:trPr/w:tblHeader"):
            headings += 1
        rows.append(here)
    width = max(map(len, rows), default=0)
    return Grid([[*row, *[()] * (width - len(row))] for row in rows], headings, merged)


def table_of(table: Element, grid: Grid) -> Table | None:
    """Return the table with its headings apart; None where no cell says anything."""
    filled = [row for row in grid.rows if any(words(cell) for cell in row)]
    if not filled:
        return None
    headings = min(grid.headings, len(grid.rows) - 1)
    if not headings and len(grid.rows) > 1 and _looks(table, "w:firstRow", FIRST_ROW):
        headings = 1
    return Table(
        headings=tuple(_joined(column) for column in zip(*grid.rows[:headings], strict=True)),
        rows=tuple(tuple(row) for row in grid.rows[headings:]),
        row_headers=_looks(table, "w:firstColumn", FIRST_COLUMN),
        caption=(value(table, "w:tblPr/w:tblCaption") or "").strip(),
    )


def _joined(column: tuple[Text, ...]) -> Text:
    """Return several headings above one another as one, each said once."""
    said: list[str] = []
    for cell in column:
        if words(cell) and words(cell) not in said:
            said.append(words(cell))
    return (Span(" – ".join(said)),) if len(column) > 1 else column[0]


def _looks(table: Element, name: str, bit: int) -> bool:
    look = find(table, "w:tblPr/w:tblLook")
    if look is None:
        return False
    if (said := look.get(name)) is not None:
        return said not in OFF
    try:
        return bool(int(look.get("w:val", "0"), 16) & bit)
    except ValueError:
        return False


def _span(element: Element, path: str, otherwise: int) -> int:
    return min(number(value(element, path), otherwise), MOST_COLUMNS + 1)
