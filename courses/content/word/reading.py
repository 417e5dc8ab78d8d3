"""Reading the parts of a Word document into blocks, in order, with what is not kept. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO
from xml.etree.ElementTree import Element

from courses.content.word.collecting import Collector
from courses.content.word.drawings import SHORT_OF_A_PICTURE, Drawing, is_shown
from courses.content.word.inline import Line, LineReader, chosen
from courses.content.word.lists import Lists
from courses.content.word.markup import find, outside, value
from courses.content.word.package import WordPackage
from courses.content.word.refusals import Refusal, UnreadableWordFile
from courses.content.word.stories import (
    comments_of,
    margins_of,
    notes_of,
    outside_of,
    title_of,
)
from courses.content.word.structure import (
    Block,
    Box,
    Document,
    Heading,
    ListItem,
    LossKind,
    Paragraph,
    Picture,
    Span,
    Text,
    trimmed,
    words,
)
from courses.content.word.styles import Styles
from courses.content.word.tables import grid_of, is_box, table_of

LONGEST_HEADING = 100  # characters; what is bold throughout and longer is an emphasis


def open_document(file: BinaryIO) -> tuple[WordPackage, Document]:
    """Return the opened file and the document that it holds.

    Raises UnreadableWordFile where the file is no document, could do harm, or is damaged.
    """
    package = WordPackage(file)
    try:
        document = _Reader(package).read()
    except RecursionError as deep:
        raise UnreadableWordFile(Refusal.BOMB) from deep
    if not document.blocks:
        raise UnreadableWordFile(Refusal.EMPTY)
    return package, document


class _Reader:
    def __init__(self, package: WordPackage) -> None:
        self._package = package
        self._styles = Styles(package)
        self._comments = comments_of(package)
        self._relationships = package.relationships(package.main)
        self._lines = LineReader(self._styles, self._relationships)
        self._lists = Lists()
        self._out = Collector()
        self._document = Document()

    def read(self) -> Document:
        """Return the whole document."""
        root = self._package.xml(self._package.main)
        body = None if root is None else find(root, "w:body")
        if body is None:
            raise UnreadableWordFile(Refusal.DAMAGED)
        self._blocks(body)
        self._out.settle()
        self._around()
        self._document.blocks, self._document.losses = self._out.blocks, self._out.losses
        return self._document

    def _around(self) -> None:
        document, out = self._document, self._out
        for key, line in notes_of(self._package, self._styles):
            document.notes[key] = line.text
            for kind, detail in line.losses:
                out.lose_of_all(kind, detail)
            for _drawing in line.floats:
                out.lose_of_all(LossKind.CHART, words(line.text))
        if self._lines.fields.contents_left_out:
            out.lose_once(LossKind.TABLE_OF_CONTENTS)
        for said in margins_of(self._package):
            out.lose_of_all(LossKind.HEADER_OR_FOOTER, said)
        for address in outside_of(self._package):
            out.lose_of_all(LossKind.LINKED_CONTENT, address)
        document.title_of_file = title_of(self._package)

    def _blocks(self, parent: Element) -> None:
        for child in parent:
            if child.tag == "w:p":
                self._paragraph(child)
            elif child.tag == "w:tbl":
                self._table(child)
            elif child.tag == "w:sdt":
                gallery = value(child, "w:sdtPr/w:docPartObj/w:docPartGallery") or ""
                if "contents" in gallery.lower():
                    self._out.lose_once(LossKind.TABLE_OF_CONTENTS)
                else:
                    self._blocks(child)
            elif child.tag == "w:altChunk":
                self._out.lose(LossKind.EMBEDDED)
            elif child.tag == "mc:AlternateContent":
                self._blocks(chosen(child))
            elif child.tag in ("w:sdtContent", "w:customXml", "w:ins", "w:moveTo"):
                self._blocks(child)

    # Paragraphs

    def _paragraph(self, element: Element) -> None:
        level = self._styles.heading_level(element)
        if level is not None:
            self._lines.fields.end_all()
        line = self._lines.read(element)
        if self._styles.is_contents(element):
            self._out.lose_once(LossKind.TABLE_OF_CONTENTS)
            return
        self._report(line)
        text = line.text
        if text and self._styles.is_called(element, "caption"):
            self._out.caption(words(text))
        elif text:
            self._words(element, level, text)
        for drawing in line.floats:
            self._drawing(drawing, beside=bool(text))

    def _words(self, element: Element, level: int | None, text: Text) -> None:
        styles, document, out = self._styles, self._document, self._out
        place = styles.place(element)
        first = not out.blocks
        if level is not None:
            if place is not None:
                out.lose_once(LossKind.HEADING_NUMBERS)
            out.add(Heading(level, _unmarked(text)))
        elif styles.is_called(element, "title"):
            if first:
                document.title = f"{document.title} {words(text)}".strip()
            else:
                out.add(Heading(1, _unmarked(text)))
        elif first and not document.subtitle and styles.is_called(element, "subtitle"):
            document.subtitle = words(text)
        elif place is not None:
            item, lost = self._lists.item(text, place, out.last)
            if lost is not None:
                out.lose(lost, words(text))
            out.add(item)
        elif isinstance(out.last, ListItem) and styles.goes_on_with_an_item(element):
            out.go_on(text)
        else:
            if all(span.bold for span in text) and len(words(text)) <= LONGEST_HEADING:
                out.lose(LossKind.PERHAPS_HEADING, words(text))
            out.add(Paragraph(text))

    def _report(self, line: Line) -> None:
        for kind, detail in line.losses:
            if kind is LossKind.TRACKED_CHANGES:
                self._out.lose_once(kind)
            else:
                self._out.lose(kind, detail)
        for key in line.comments:
            self._out.lose(LossKind.COMMENT, self._comments.get(key, ""))

    # Tables and boxes

    def _table(self, element: Element) -> None:
        if is_box(element):
            self._box(next(element.iter("w:tc")))
            return
        floats: list[Drawing] = []
        grid = grid_of(element, lambda cell: self._cell(cell, floats))
        table = table_of(element, grid)
        if table is not None:
            if grid.merged:
                self._out.lose(LossKind.MERGED_CELLS)
            self._out.add(table)
        for drawing in floats:
            self._drawing(drawing, beside=table is not None)

    def _cell(self, cell: Element, floats: list[Drawing]) -> Text:
        """Return a cell as one line of words, for a cell of ours holds no more."""
        said: list[Span] = []
        items = 0
        for paragraph in outside(cell, "w:txbxContent"):
            if paragraph.tag != "w:p":
                continue
            line = self._lines.read(paragraph)
            floats += line.floats
            self._report(line)
            if not line.text:
                continue
            is_item = self._styles.place(paragraph) is not None
            items += is_item
            if said:
                said.append(Span("; " if is_item and items > 1 else " "))
            for span in line.text:
                if span.link:
                    self._out.lose(LossKind.LINK_IN_TABLE, f"{span.text} ({span.link})")
                said.append(Span(span.text.replace("\n", " "), note=span.note))
        if items:
            self._out.lose(LossKind.LIST_IN_TABLE, words(trimmed(said)))
        if next(cell.iter("w:tbl"), None) is not None:
            self._out.lose(LossKind.TABLE_IN_TABLE, words(trimmed(said)))
        return trimmed(said)

    def _box(self, cell: Element) -> None:
        """Add a frame with what it holds; what cannot be in one stands after it."""
        outer, self._out = self._out, Collector()
        self._blocks(cell)
        self._out.settle()
        inner, self._out = self._out, outer
        for loss in inner.losses:
            if loss.kind is not LossKind.PERHAPS_HEADING:
                outer.lose(loss.kind, loss.detail)
        lines = tuple(line for block in inner.blocks for line in _in_a_box(block))
        if lines:
            outer.add(Box(lines))
        for block in inner.blocks:
            if not any(_in_a_box(block)):
                outer.add(block)

    # Drawings

    def _drawing(self, drawing: Drawing, *, beside: bool) -> None:
        for picture in drawing.pictures:
            found = self._relationships.get(picture.key)
            if found is None or found.external:
                address = "" if found is None else found.target
                self._out.lose(LossKind.LINKED_PICTURE, address or picture.alt)
                continue
            start = self._package.start(found.target, SHORT_OF_A_PICTURE)
            if start is None or not is_shown(start):
                name = found.target.rpartition("/")[2]
                self._out.lose(LossKind.PICTURE_KIND, f"{name} {picture.alt}".strip())
                continue
            if beside:
                self._out.lose(LossKind.PICTURE_MOVED, picture.alt)
            self._out.add(Picture(found.target, picture.alt, picture.decorative))
        for box in drawing.boxes:
            said = "".join(one.text or "" for one in box.iter("w:t"))
            if said.strip():
                self._out.lose(LossKind.TEXT_BOX, said)
            self._blocks(box)
        for said in drawing.others:
            self._out.lose(LossKind.CHART, said)


def _unmarked(text: Text) -> Text:
    """Return the words of a heading, of which bold and italic are only the look."""
    return trimmed(
        [Span(span.text.replace("\n", " "), link=span.link, note=span.note) for span in text]
    )


def _in_a_box(block: Block) -> Iterator[Paragraph | ListItem]:
    if isinstance(block, Paragraph | ListItem):
        yield block
    elif isinstance(block, Heading):
        yield Paragraph(tuple(Span(s.text, bold=True, note=s.note) for s in block.text))
