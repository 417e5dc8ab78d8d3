"""How much of what a document says is in the draft that was made of it."""

from __future__ import annotations

from difflib import SequenceMatcher
from html.parser import HTMLParser
from typing import Any

from cms.media.models import LibraryImage
from courses.content.models import CoursePage


class _Prose(HTMLParser):
    """Reads a text block as a learner's browser would: headings, paragraphs, items, links."""

    def __init__(self, found: dict[str, list[Any]]) -> None:
        super().__init__()
        self.found = found
        self.lists: list[str] = []
        self.open: list[tuple[Any, ...]] = []
        self.words: list[str] = []
        self.marks: dict[str, list[str]] = {}
        self.address = ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag in ("ul", "ol"):
            self._close()
            self.lists.append(tag)
        elif tag in ("p", "h2", "h3"):
            self.open.append((tag,))
        elif tag == "li":
            self.open.append((self.lists[-1], len(self.lists) - 1))
        elif tag == "br":
            self.words.append(" ")
        elif tag in ("a", "b", "i"):
            self.marks[tag] = []
            self.address = dict(attributes).get("href") or self.address

    def handle_endtag(self, tag: str) -> None:
        if tag in ("ul", "ol"):
            self.lists.pop()
        elif tag in ("p", "h2", "h3", "li"):
            self._close()
        elif tag in self.marks:
            said = " ".join("".join(self.marks.pop(tag)).split())
            kind = {"a": "link", "b": "bold", "i": "italic"}[tag]
            self.found.setdefault(kind, []).append((said, self.address) if tag == "a" else said)

    def handle_data(self, data: str) -> None:
        self.words.append(data)
        for said in self.marks.values():
            said.append(data)

    def _close(self) -> None:
        if self.open:
            said = " ".join("".join(self.words).split())
            self.found.setdefault("structure", []).append((*self.open.pop(), said))
            self.words = []


def said_by(course: CoursePage) -> dict[str, list[Any]]:
    """Return what the latest draft says, by kind, in the order of its lessons."""
    found: dict[str, list[Any]] = {}
    draft = CoursePage.objects.get(pk=course.pk).get_latest_revision_as_object()
    for lesson in draft.pinned_lessons():
        found.setdefault("lesson", []).append(lesson.title)
        structure = found.setdefault("structure", [])
        for block in lesson.body:
            value = block.value
            if block.block_type == "text":
                _prose(str(value.source), found)
            elif block.block_type == "callout":
                inner: dict[str, list[Any]] = {}
                _prose(str(value["text"].source), inner)
                structure += [("callout", line[-1]) for line in inner["structure"]]
            elif block.block_type == "table":
                table = value["table"]
                headings = tuple(column["heading"] for column in table.columns)
                structure.append(("table", table.caption, headings))
                structure += [("row", tuple(str(cell) for cell in row)) for row in table.rows]
            elif block.block_type == "image":
                assert isinstance(value["image"], LibraryImage)
                structure.append(("picture", value["image"].contextual_alt_text, value["caption"]))
    return found


def _prose(html: str, found: dict[str, list[Any]]) -> None:
    before = len(found.setdefault("structure", []))
    _Prose(found).feed(html)
    notes = [one[1] for one in found["structure"][before:] if one[0] == "h2"]
    if notes[-1:] == ["Notes"]:  # what stands below it is the footnotes of the lesson
        at = len(found["structure"]) - 1
        while found["structure"][at] != ("h2", "Notes"):
            at -= 1
        found.setdefault("note", []).extend(one[-1] for one in found["structure"][at + 1 :])
        del found["structure"][at:]


def missing_from(found: dict[str, list[Any]], wanted: dict[str, list[Any]]) -> list[Any]:
    """Return what of ``wanted`` is not in ``found``, or not in the same order."""
    missing = []
    for kind, sequence in wanted.items():
        matcher = SequenceMatcher(None, sequence, found.get(kind, []), autojunk=False)
        for name, start, end, _there, _to in matcher.get_opcodes():
            missing += sequence[start:end] if name in ("delete", "replace") else []
    return missing
