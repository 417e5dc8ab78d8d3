"""Word documents for tests, written with python-docx, each with a list of what is in it.

The service does not read with that library, so the two cannot share a mistake.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, field
from typing import Any

import docx
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Inches
from docx.text.paragraph import Paragraph
from PIL import Image

NAMES = nsdecls("w", "r", "wp", "a")
FOOTNOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
COLOURS = ("navy", "teal", "maroon", "olive", "purple", "gray", "green", "black")


@dataclass
class Words:
    """A document that is being written, and ``said``: what its lessons must say, by kind."""

    document: Document = field(default_factory=docx.Document)
    said: dict[str, list[Any]] = field(default_factory=dict)
    _notes: list[str] = field(default_factory=list)
    _notes_of_lesson: int = 0
    _pictures: int = 0

    def _say(self, kind: str, what: Any) -> None:
        self.said.setdefault(kind, []).append(what)

    @property
    def count(self) -> int:
        """How many headings, paragraphs, items, rows, pictures, links and notes there are."""
        return sum(map(len, self.said.values()))

    def title(self, words: str) -> None:
        self.document.add_heading(words, 0)

    def subtitle(self, words: str) -> None:
        self.document.add_paragraph(words, style="Subtitle")

    def lesson(self, words: str, level: int = 1) -> None:
        """Write a heading at which a lesson begins."""
        self.document.add_heading(words, level)
        self._notes_of_lesson = 0
        self._say("lesson", words)

    def heading(self, words: str, level: int, *, becomes: int) -> None:
        """Write a heading in a lesson, which becomes one of level 2 or 3."""
        self.document.add_heading(words, level)
        self._say("structure", (f"h{becomes}", words))

    def paragraph(self, words: str, style: str | None = None) -> Paragraph:
        self._say("structure", ("p", words))
        return self.document.add_paragraph(words, style=style)

    def item(self, words: str, *, style: str, ordered: bool, depth: int) -> Paragraph:
        """Write an item of a list with one of Word's styles."""
        self._say("structure", ("ol" if ordered else "ul", depth, words))
        return self.document.add_paragraph(words, style=style)

    def numbered(self, words: str, numbering: int, level: int, *, ordered: bool) -> None:
        """Write an item as Word's buttons do: its list is named in the paragraph itself."""
        paragraph = self.item(words, style="List Paragraph", ordered=ordered, depth=level)
        properties = paragraph._p.get_or_add_pPr()
        number = parse_xml(
            f'<w:numPr {NAMES}><w:ilvl w:val="{level}"/><w:numId w:val="{numbering}"/></w:numPr>'
        )
        properties.append(number)

    def numbering(self, *formats: str) -> int:
        """Add a list with a level for each format, such as decimal or bullet; return its key."""
        root = self.document.part.numbering_part.element
        key = 500 + len(root)
        levels = "".join(
            f'<w:lvl w:ilvl="{level}"><w:numFmt w:val="{written}"/><w:lvlText w:val="%1."/></w:lvl>'
            for level, written in enumerate(formats)
        )
        abstract = f'<w:abstractNum {NAMES} w:abstractNumId="{key}">{levels}</w:abstractNum>'
        root.insert(0, parse_xml(abstract))
        root.append(
            parse_xml(f'<w:num {NAMES} w:numId="{key}"><w:abstractNumId w:val="{key}"/></w:num>')
        )
        return key

    def table(self, headings: list[str], rows: list[list[str]], caption: str = "") -> Any:
        """Write a table whose first row is marked to be repeated as its headings."""
        if caption:
            self.document.add_paragraph(caption, style="Caption")
        table = self.document.add_table(len(rows) + 1, len(headings), style="Table Grid")
        for row, cells in enumerate([headings, *rows]):
            for column, words in enumerate(cells):
                table.cell(row, column).text = words
        marked = table.rows[0]._tr.get_or_add_trPr()
        marked.append(OxmlElement("w:tblHeader"))
        self._say("structure", ("table", caption, tuple(headings)))
        for cells in rows:
            self._say("structure", ("row", tuple(cells)))
        return table

    def picture(self, alt: str, caption: str = "") -> None:
        self._pictures += 1
        file = io.BytesIO()
        size = (60 + self._pictures, 40)
        Image.new("RGB", size, COLOURS[self._pictures % len(COLOURS)]).save(file, "PNG")
        file.seek(0)
        shape = self.document.add_picture(file, width=Inches(1))
        properties = shape._inline.docPr
        properties.attrib.pop("descr", None)
        if alt:
            properties.set("descr", alt)
        if caption:
            self.document.add_paragraph(caption, style="Caption")
        self._say("structure", ("picture", alt, caption))

    def link(self, paragraph: Paragraph, words: str, address: str) -> None:
        """Add a link to the end of a paragraph, the words of which were said without it."""
        part = self.document.part
        key = part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        paragraph._p.append(
            parse_xml(
                f'<w:hyperlink {NAMES} r:id="{key}"><w:r><w:t>{words}</w:t></w:r></w:hyperlink>'
            )
        )
        self._amend(words)
        self._say("link", (words, address))

    def field_link(self, paragraph: Paragraph, words: str, address: str) -> None:
        """Add a link as older Words write it: as a field."""
        for xml in (
            '<w:fldChar w:fldCharType="begin"/>',
            f'<w:instrText xml:space="preserve"> HYPERLINK "{address}" </w:instrText>',
            '<w:fldChar w:fldCharType="separate"/>',
            f"<w:t>{words}</w:t>",
            '<w:fldChar w:fldCharType="end"/>',
        ):
            paragraph._p.append(parse_xml(f"<w:r {NAMES}>{xml}</w:r>"))
        self._amend(words)
        self._say("link", (words, address))

    def note(self, paragraph: Paragraph, words: str) -> None:
        """Call a footnote at the end of a paragraph."""
        self._notes.append(words)
        key = len(self._notes)
        paragraph._p.append(parse_xml(f'<w:r {NAMES}><w:footnoteReference w:id="{key}"/></w:r>'))
        self._notes_of_lesson += 1
        self._amend(f" [{self._notes_of_lesson}]")
        self._say("note", words)

    def raw(self, xml: str, into: Paragraph | None = None) -> None:
        """Add what python-docx has no words for, to a paragraph or to the end of the body."""
        element = parse_xml(re.sub(r"^<[\w:]+", rf"\g<0> {NAMES}", xml))
        if into is None:
            self.document.element.body.insert(-1, element)  # before the section's properties
        else:
            into._p.append(element)

    def _amend(self, words: str) -> None:
        *rest, before = self.said["structure"][-1]
        more = (*before[:-1], before[-1] + words) if isinstance(before, tuple) else before + words
        self.said["structure"][-1] = (*rest, more)

    def saved(self) -> io.BytesIO:
        """Return the file."""
        if self._notes:
            self._save_notes()
        file = io.BytesIO()
        self.document.save(file)
        file.seek(0)
        return file

    def _save_notes(self) -> None:
        notes = "".join(
            f'<w:footnote w:id="{key}"><w:p><w:r><w:footnoteRef/></w:r>'
            f'<w:r><w:t xml:space="preserve"> {words}</w:t></w:r></w:p></w:footnote>'
            for key, words in enumerate(self._notes, start=1)
        )
        separator = '<w:footnote w:type="separator" w:id="0"><w:p/></w:footnote>'
        content = f"<w:footnotes {NAMES}>{separator}{notes}</w:footnotes>".encode()
        package = self.document.part.package
        part = Part(PackURI("/word/footnotes.xml"), FOOTNOTES, content, package)
        self.document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)


def style(paragraph: Paragraph, name: str) -> None:
    """Give a paragraph a style by its key, also one that python-docx does not list."""
    paragraph._p.get_or_add_pPr().get_or_add_pStyle().set(qn("w:val"), name)
