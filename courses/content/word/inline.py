"""The words of one paragraph: runs, links, fields, notes and what floats among them. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

from courses.content.word.drawings import Drawing, drawing_of
from courses.content.word.fields import Fields
from courses.content.word.markup import find, outside, switched_on, value
from courses.content.word.package import Relationship
from courses.content.word.signs import raised, symbol
from courses.content.word.structure import LossKind, Span, Text, trimmed

SAFE = ("http", "https", "mailto", "tel")
SKIPPED = {
    "w:pPr", "w:rPr", "w:sdtPr", "w:sdtEndPr", "w:del", "w:moveFrom", "w:delText", "w:rt",
    "w:delInstrText", "w:bookmarkStart", "w:bookmarkEnd", "w:proofErr", "w:footnoteRef",
    "w:endnoteRef", "w:annotationRef", "w:softHyphen", "w:lastRenderedPageBreak",
}  # fmt: skip
SIGNS = {"w:tab": " ", "w:ptab": " ", "w:cr": "\n", "w:noBreakHyphen": "\N{NON-BREAKING HYPHEN}"}
NOTES = {"w:footnoteReference": "footnote", "w:endnoteReference": "endnote"}


class EmphasisOf(Protocol):
    """A reader of bold and italic, which knows the styles."""

    def emphasis(self, run: Element) -> tuple[bool, bool]:
        """Return whether a run is bold, and whether it is italic."""


@dataclass
class Line:
    """A paragraph as it was read; ``floats`` stand beside its words, ``losses`` in them."""

    spans: list[Span] = field(default_factory=list)
    floats: list[Drawing] = field(default_factory=list)
    losses: list[tuple[LossKind, str]] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)

    @property
    def text(self) -> Text:
        """The words, without space at both ends."""
        return trimmed(self.spans)

    def lose(self, kind: LossKind, detail: str) -> None:
        """Remember a loss; words that follow one another are one loss."""
        if self.losses and self.losses[-1][0] is kind and kind in _IN_WORDS:
            detail = f"{self.losses.pop()[1]}{detail}"
        self.losses.append((kind, detail))


_IN_WORDS = {LossKind.STRUCK, LossKind.HIGHLIGHT, LossKind.HIDDEN, LossKind.RAISED}


class LineReader:
    """A reader of the paragraphs of one story (the body, the footnotes), in their order."""

    def __init__(self, styles: EmphasisOf, relationships: dict[str, Relationship]) -> None:
        self._styles = styles
        self._relationships = relationships
        self.fields = Fields()

    def read(self, paragraph: Element) -> Line:
        """Return the paragraph as a line."""
        line = Line()
        self._walk(paragraph, line, "")
        self.fields.end_of_paragraph()
        return line

    def _walk(self, parent: Element, line: Line, link: str) -> None:
        for child in parent:
            tag = child.tag
            if tag == "w:r":
                self._run(child, line, link)
            elif tag in SKIPPED:
                if tag in ("w:del", "w:moveFrom"):
                    line.lose(LossKind.TRACKED_CHANGES, "")
            elif tag == "w:hyperlink":
                self._walk(child, line, self._address(child, line) or link)
            elif tag == "w:fldSimple":
                self.fields.begin(child.get("w:instr", ""))
                self._after_separator(line)
                self._walk(child, line, link)
                self.fields.end()
            elif tag in ("m:oMath", "m:oMathPara"):
                self._equation(child, line)
            elif tag == "w:sdt":
                if find(child, "w:sdtPr/w:showingPlcHdr") is None:
                    self._walk(child, line, link)
            elif tag == "mc:AlternateContent":
                self._walk(chosen(child), line, link)
            elif tag in ("w:subDoc", "w:control"):
                line.lose(LossKind.EMBEDDED, "")
            else:
                if tag in ("w:ins", "w:moveTo"):
                    line.lose(LossKind.TRACKED_CHANGES, "")
                self._walk(child, line, link)

    def _run(self, run: Element, line: Line, link: str) -> None:
        bold, italic = self._styles.emphasis(run)
        hidden = switched_on(run, "w:rPr/w:vanish")
        for text, note in self._pieces(run, line):
            if self.fields.silent:
                continue
            if hidden:
                line.lose(LossKind.HIDDEN, text)
                continue
            shown = text if note else self._marks(run, text, line)
            address = self.fields.link or link
            line.spans.append(Span(shown, bold, italic, "" if note else address, note))

    def _pieces(self, run: Element, line: Line) -> Iterator[tuple[str, str]]:
        """Yield what a run says, as text or as the key of a note that is called."""
        for child in run:
            tag = child.tag
            if tag == "w:t":
                yield child.text or "", ""
            elif tag in SIGNS:
                yield SIGNS[tag], ""
            elif tag == "w:br":
                yield ("\n" if child.get("w:type", "textWrapping") == "textWrapping" else " "), ""
            elif tag == "w:sym":
                sign = symbol(child.get("w:font", ""), child.get("w:char", ""))
                if not sign:
                    line.lose(LossKind.SYMBOL, child.get("w:font", ""))
                yield sign, ""
            elif tag == "w:fldChar":
                self._field(child, line)
            elif tag == "w:instrText":
                self.fields.add(child.text or "")
            elif tag in NOTES:
                yield "", f"{NOTES[tag]} {child.get('w:id', '')}"
            elif tag == "w:commentReference":
                line.comments.append(child.get("w:id", ""))
            elif tag in ("w:drawing", "w:pict"):
                if not self.fields.silent:
                    line.floats.append(drawing_of(child))
            elif tag == "w:object":
                line.lose(LossKind.EMBEDDED, "")
            elif tag == "mc:AlternateContent":
                yield from self._pieces(chosen(child), line)
            elif tag not in SKIPPED:
                yield from self._pieces(child, line)

    def _marks(self, run: Element, text: str, line: Line) -> str:
        properties = find(run, "w:rPr")
        if properties is None or not text.strip():
            return text
        if switched_on(properties, "w:strike") or switched_on(properties, "w:dstrike"):
            line.lose(LossKind.STRUCK, text)
        if (value(properties, "w:highlight") or "none") != "none":
            line.lose(LossKind.HIGHLIGHT, text)
        where = value(properties, "w:vertAlign") or ""
        if where in ("superscript", "subscript"):
            written = raised(text, above=where == "superscript")
            if written is None:
                line.lose(LossKind.RAISED, text)
            return text if written is None else written
        return text

    def _field(self, mark: Element, line: Line) -> None:
        kind = mark.get("w:fldCharType")
        if kind == "begin":
            self.fields.begin("")
        elif kind == "separate":
            self._after_separator(line)
        elif kind == "end":
            self.fields.end()

    def _after_separator(self, line: Line) -> None:
        lost = self.fields.separate()
        if lost is not None:
            line.lose(*lost)

    def _equation(self, element: Element, line: Line) -> None:
        said = "".join(one.text or "" for one in element.iter("m:t"))
        line.lose(LossKind.EQUATION, said)
        line.spans.append(Span(said))

    def _address(self, hyperlink: Element, line: Line) -> str:
        words = "".join(one.text or "" for one in hyperlink.iter("w:t"))
        key = hyperlink.get("r:id")
        if key is None:
            if not self.fields.silent and hyperlink.get("w:anchor"):
                line.lose(LossKind.INNER_LINK, words)
            return ""
        found = self._relationships.get(key)
        address = found.target if found is not None and found.external else ""
        anchor = hyperlink.get("w:anchor")
        if anchor and address and "#" not in address:
            address = f"{address}#{anchor}"
        if not is_safe(address):
            line.lose(LossKind.UNSAFE_LINK, f"{words} ({address})" if address else words)
            return ""
        return address


def is_safe(address: str) -> bool:
    """Tell whether an address may become a link: of the web, of a mailbox, of a telephone."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return False
    return parts.scheme.lower() in SAFE and bool(parts.netloc or parts.path)


def chosen(alternatives: Element) -> Element:
    """Return the one of Word's alternatives to read: the newest of which something can be kept."""
    offered = [one for one in alternatives if one.tag in ("mc:Choice", "mc:Fallback")]
    for one in offered:
        inner = outside(one, "w:drawing", "w:pict")
        drawings = [found for found in inner if found.tag in ("w:drawing", "w:pict")]
        if not drawings or any(not drawing_of(found).empty for found in drawings):
            return one
    return offered[0] if offered else alternatives
