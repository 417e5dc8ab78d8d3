"""Reading the HTML that a text block stores: its headings, links and paragraphs. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser

from learning.xapi.caches import bounded_cache

HEADINGS = {f"h{level}": level for level in range(1, 7)}
PARAGRAPHS = {"p", "li", "blockquote", "dt", "dd", "td", "th", *HEADINGS}
BOLD = {"b", "strong"}


# No key of a row has more digits; a database refuses to look for one that has.
LONGEST_KEY = 12


def key_in(written: str) -> int:
    """Return the key of a row that an attribute names, or 0 where it cannot be one."""
    return int(written) if written.isdecimal() and len(written) <= LONGEST_KEY else 0


@dataclass(frozen=True)
class Heading:
    """A heading and its level, 1 to 6."""

    level: int
    words: str


@dataclass(frozen=True)
class Link:
    """A link: what its tag says, and the words that a reader follows."""

    attributes: Mapping[str, str]
    words: str

    @property
    def address(self) -> str:
        """The address as typed; a link that was chosen has a ``linktype`` and an ``id``."""
        return self.attributes.get("href", "").strip()

    @property
    def chosen(self) -> int:
        """The key of the page or document that was chosen; 0 where it cannot be one."""
        return key_in(self.attributes.get("id", ""))


@dataclass(frozen=True)
class Paragraph:
    """A paragraph, a line of a list or a heading; ``bold`` says whether all of it is bold."""

    tag: str
    words: str
    bold: bool


@dataclass(frozen=True)
class Markup:
    """The headings, links and paragraphs of one piece of HTML, in the order they are read."""

    headings: tuple[Heading, ...]
    links: tuple[Link, ...]
    paragraphs: tuple[Paragraph, ...]


@dataclass
class _Open:
    tag: str
    attributes: Mapping[str, str]
    words: list[str] = field(default_factory=list)
    plain: bool = False  # whether any of the words is not bold


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.headings: list[Heading] = []
        self.links: list[Link] = []
        self.paragraphs: list[Paragraph] = []
        self.stack: list[_Open] = []
        self.bold = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self.handle_data(" ")
        elif tag in BOLD:
            self.bold += 1
        elif tag == "a" or tag in PARAGRAPHS:
            if tag in PARAGRAPHS:
                self._end_line()
            self.stack.append(_Open(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if tag in BOLD:
            self.bold = max(0, self.bold - 1)
        elif any(one.tag == tag for one in self.stack):
            while self.stack:
                ended = self.stack.pop()
                self._finish(ended)
                if ended.tag == tag:
                    break

    def handle_data(self, data: str) -> None:
        for one in reversed(self.stack):
            one.words.append(data)
            one.plain = one.plain or bool(data.strip() and not self.bold)
            if one.tag in PARAGRAPHS:
                break  # what stands around it is a line of its own

    def close(self) -> None:
        super().close()
        while self.stack:
            self._finish(self.stack.pop())

    def _end_line(self) -> None:
        # A list inside a line of a list: what stood before it is a line by itself.
        for one in self.stack:
            if one.tag in PARAGRAPHS:
                self._finish(one)
                one.words, one.plain = [], False

    def _finish(self, ended: _Open) -> None:
        words = " ".join("".join(ended.words).split())
        if ended.tag == "a":
            self.links.append(Link(ended.attributes, words))
            return
        if ended.tag in HEADINGS:
            self.headings.append(Heading(HEADINGS[ended.tag], words))
        if words:
            self.paragraphs.append(Paragraph(ended.tag, words, not ended.plain))


@bounded_cache(entries=512, longest=3_000)
def read(html: str) -> Markup:
    """Return the markup in ``html``; whatever is not closed ends with its end."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return Markup(tuple(reader.headings), tuple(reader.links), tuple(reader.paragraphs))
