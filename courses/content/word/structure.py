"""The parts of a document once Word's ways of writing it are gone. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum


@dataclass(frozen=True)
class Span:
    """Some words that look alike; ``note`` is the key of a footnote that is called here."""

    text: str
    bold: bool = False
    italic: bool = False
    link: str = ""
    note: str = ""


Text = tuple[Span, ...]


@dataclass(frozen=True)
class Heading:
    """A heading; ``level`` is Word's, from 1."""

    level: int
    text: Text


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of running text."""

    text: Text


@dataclass(frozen=True)
class ListItem:
    """A line of a list; ``depth`` is 0 for the outermost."""

    text: Text
    ordered: bool
    depth: int


@dataclass(frozen=True)
class Picture:
    """A picture, in the part ``part`` of the document's file."""

    part: str
    alt: str = ""
    decorative: bool = False
    caption: str = ""


@dataclass(frozen=True)
class Table:
    """A table; ``headings`` is empty where no row is marked as the headings of columns."""

    headings: tuple[Text, ...]
    rows: tuple[tuple[Text, ...], ...]
    row_headers: bool = False
    caption: str = ""


@dataclass(frozen=True)
class Box:
    """A passage in a frame of its own."""

    blocks: tuple[Paragraph | ListItem, ...]


Block = Heading | Paragraph | ListItem | Picture | Table | Box


class LossKind(StrEnum):
    """The kinds of losses: not kept, kept in another shape, or for the author to fix."""

    # Not kept
    TABLE_OF_CONTENTS = "table of contents"
    HEADER_OR_FOOTER = "header or footer"
    COMMENT = "comment"
    CHART = "chart"
    EMBEDDED = "embedded"
    LINKED_PICTURE = "linked picture"
    LINKED_CONTENT = "linked content"
    PICTURE_KIND = "picture kind"
    PICTURE_REFUSED = "picture refused"
    UNSAFE_LINK = "unsafe link"
    INNER_LINK = "inner link"
    LINK_IN_TABLE = "link in table"
    HIDDEN = "hidden"
    STRUCK = "struck"
    HIGHLIGHT = "highlight"
    SYMBOL = "symbol"
    HEADING_NUMBERS = "heading numbers"
    # Kept in another shape
    TRACKED_CHANGES = "tracked changes"
    TEXT_BOX = "text box"
    EQUATION = "equation"
    RAISED = "raised"
    PICTURE_MOVED = "picture moved"
    LIST_IN_TABLE = "list in table"
    TABLE_IN_TABLE = "table in table"
    MERGED_CELLS = "merged cells"
    DEEP_HEADING = "deep heading"
    DEEP_LIST = "deep list"
    NUMBERING = "numbering"
    BOX = "box"
    SHORTENED = "shortened"
    EMPTY_HEADING = "empty heading"
    IN_TITLE = "in title"
    # To fix
    NO_ALT = "no alt"
    MACHINE_ALT = "machine alt"
    NO_COLUMN_HEADINGS = "no column headings"
    NO_TABLE_CAPTION = "no table caption"
    PERHAPS_HEADING = "perhaps heading"
    EMPTY_LESSON = "empty lesson"
    SUMMARY = "summary"


@dataclass(frozen=True)
class Loss:
    """One loss; ``at`` is the index, among the blocks, of what stands where it happened."""

    kind: LossKind
    detail: str
    at: int | None


@dataclass
class Document:
    """A document as read: the blocks in order, the footnotes by key, and what was lost."""

    title: str = ""  # as the text says it
    title_of_file: str = ""  # as the properties of the file say it
    subtitle: str = ""
    blocks: list[Block] = field(default_factory=list)
    notes: dict[str, Text] = field(default_factory=dict)
    losses: list[Loss] = field(default_factory=list)


def words(text: Text) -> str:
    """Return the plain words of ``text`` on one line."""
    return " ".join("".join(span.text for span in text).split())


def trimmed(spans: list[Span]) -> Text:
    """Return ``spans`` joined where they look alike, without space at both ends."""
    joined: list[Span] = []
    for span in spans:
        if not span.text and not span.note:
            continue
        if joined and not span.note and not joined[-1].note and _alike(joined[-1], span):
            joined[-1] = replace(joined[-1], text=joined[-1].text + span.text)
        else:
            joined.append(span)
    while joined and not joined[0].note and not joined[0].text.strip():
        joined.pop(0)
    while joined and not joined[-1].note and not joined[-1].text.strip():
        joined.pop()
    if joined:
        joined[0] = replace(joined[0], text=joined[0].text.lstrip())
        joined[-1] = replace(joined[-1], text=joined[-1].text.rstrip())
    return tuple(joined)


def _alike(one: Span, other: Span) -> bool:
    return (one.bold, one.italic, one.link) == (other.bold, other.italic, other.link)
