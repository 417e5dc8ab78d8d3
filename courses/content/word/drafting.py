"""Making the draft of a course of a document: lessons of blocks, and losses with places. Pure."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any
from uuid import uuid4

from cms.blocks.written import NUMERIC
from courses.content.word import alternatives, prose
from courses.content.word.division import Divide, Section, divide
from courses.content.word.refusals import Refusal, UnreadableWordFile
from courses.content.word.structure import (
    Block,
    Box,
    Document,
    Heading,
    ListItem,
    Loss,
    LossKind,
    Paragraph,
    Picture,
    Table,
    Text,
    words,
)

MOST_LESSONS = 80
LONGEST_TITLE = 255
LONGEST_SUMMARY = 300
LONGEST_CAPTION = 200
WORDS_A_MINUTE = 200
LONGEST_LESSON = 240  # minutes


@dataclass(frozen=True)
class Labels:
    """Words that a document does not say itself, in the language of the course."""

    introduction: str
    notes: str


@dataclass
class BlockDraft:
    """A block as the page stores it; ``picture`` is still in the document's file."""

    type: str
    value: Any
    picture: Picture | None = None
    near: str = ""  # the heading above it
    id: str = field(default_factory=lambda: str(uuid4()))


@dataclass
class LessonDraft:
    """A lesson to be made."""

    title: str
    blocks: list[BlockDraft] = field(default_factory=list)
    minutes: int = 1


@dataclass(frozen=True)
class PlacedLoss:
    """A loss and its place: the number of the lesson, the block, and the heading above it."""

    kind: LossKind
    detail: str
    lesson: int | None = None
    block: str = ""
    near: str = ""


@dataclass
class CourseDraft:
    """A course to be made; ``kept`` counts what was kept, by kind."""

    title: str
    summary: str
    lessons: list[LessonDraft]
    losses: list[PlacedLoss]
    kept: Counter[str]


def draft_of(document: Document, *, how: Divide, otherwise: str, labels: Labels) -> CourseDraft:
    """Return the course that ``document`` becomes; ``otherwise`` is its title where it has none.

    Raises UnreadableWordFile where it would have too many lessons.
    """
    division = divide(document, how)
    if len(division.sections) > MOST_LESSONS:
        raise UnreadableWordFile(Refusal.TOO_MANY_LESSONS)
    title = division.title or otherwise
    course = CourseDraft(_cut(title, LONGEST_TITLE), "", [], [], Counter())
    writers = []
    for number, section in enumerate(division.sections):
        named = words(section.heading.text) if section.heading else ""
        only = len(division.sections) == 1
        lesson = LessonDraft(named or (title if only else labels.introduction))
        course.lessons.append(lesson)
        writer = _LessonWriter(course, document, section, division.level, number)
        writer.write(labels)
        writers.append(writer)
    for index in division.dropped:
        course.losses.append(
            PlacedLoss(LossKind.EMPTY_HEADING, words(_text_of(document.blocks[index])))
        )
    course.losses += [_placed(loss, document, writers) for loss in document.losses]
    _summarise(course, document)
    course.kept["lessons"] = len(course.lessons)
    return course


def _summarise(course: CourseDraft, document: Document) -> None:
    said = document.subtitle
    if not said:
        first = (block for block in document.blocks if isinstance(block, Paragraph))
        said = next((words(block.text) for block in first), "") or course.title
        course.losses.append(PlacedLoss(LossKind.SUMMARY, ""))
    course.summary = _cut(said, LONGEST_SUMMARY)
    for whole, longest in ((document.title, LONGEST_TITLE), (document.subtitle, LONGEST_SUMMARY)):
        if len(whole) > longest:
            course.losses.append(PlacedLoss(LossKind.SHORTENED, whole))


def _placed(loss: Loss, document: Document, writers: list[_LessonWriter]) -> PlacedLoss:
    # What was lost after the last block belongs to it.
    at = None if loss.at is None else min(loss.at, len(document.blocks) - 1)
    for writer in writers:
        if at in writer.places:
            block, near = writer.places[at]
            return PlacedLoss(loss.kind, loss.detail, writer.number, block, near)
    return PlacedLoss(loss.kind, loss.detail)


class _LessonWriter:
    """A writer of one lesson's blocks; ``places`` says what each of the document's became."""

    def __init__(
        self, course: CourseDraft, document: Document, section: Section, level: int, number: int
    ) -> None:
        self.course, self.document, self.section = course, document, section
        self.level, self.number = level, number
        self.lesson = course.lessons[number]
        self._notes: dict[str, int] = {}
        self._near = self.lesson.title
        self.places: dict[int | None, tuple[str, str]] = {}
        if section.begin is not None:
            self.places[section.begin] = ("", self._near)

    def write(self, labels: Labels) -> None:
        """Write the lesson."""
        self._title()
        blocks = self.document.blocks
        for is_prose, group in groupby(self.section.indices, lambda i: _is_prose(blocks[i])):
            if is_prose:
                self._prose(list(group))
            else:
                for index in group:
                    self._single(index, blocks[index])
        if self._notes:
            texts = [self.document.notes[key] for key in self._notes]
            html = f"<h2>{labels.notes}</h2>{prose.numbered(texts)}"
            self.lesson.blocks.append(BlockDraft("text", html))
            self.course.kept["footnotes"] += len(texts)
            self.course.kept["links"] += sum(_links(text) for text in texts)
        if not self.section.indices:
            self._lose(LossKind.EMPTY_LESSON, self.lesson.title)
        said = sum(len(words(_text_of(blocks[i])).split()) for i in self.section.indices)
        self.lesson.minutes = min(max(1, math.ceil(said / WORDS_A_MINUTE)), LONGEST_LESSON)

    def _title(self) -> None:
        whole = self.lesson.title
        self.lesson.title = _cut(whole, LONGEST_TITLE)
        if whole != self.lesson.title:
            self._lose(LossKind.SHORTENED, whole)
        heading = self.section.heading
        for span in heading.text if heading else ():
            if span.link or span.note:
                note = words(self.document.notes.get(span.note, ()))
                self._lose(LossKind.IN_TITLE, span.link or note)

    def _prose(self, indices: list[int]) -> None:
        block = BlockDraft("text", "")
        members: list[Heading | Paragraph | ListItem] = []
        for index in indices:
            member = self.document.blocks[index]
            if not isinstance(member, Heading | Paragraph | ListItem):
                continue
            members.append(member)
            if isinstance(member, Heading):
                self._near = prose.short(member.text)
                self.course.kept["headings"] += 1
                if member.level - self.level > 2:
                    self._lose(LossKind.DEEP_HEADING, words(member.text), block.id)
            else:
                kind = "list_items" if isinstance(member, ListItem) else "paragraphs"
                self.course.kept[kind] += 1
            self.course.kept["links"] += _links(member.text)
            self.places[index] = (block.id, self._near)
        block.value = prose.html_of(members, above=self.level, number_of=self._number_of)
        self.lesson.blocks.append(block)

    def _single(self, index: int, block: Block) -> None:
        if isinstance(block, Picture):
            draft = self._picture(block)
            self.course.kept["pictures"] += 1
        elif isinstance(block, Table):
            draft = self._table(block)
            self.course.kept["tables"] += 1
        elif isinstance(block, Box):
            html = prose.html_of(block.blocks, above=0, number_of=self._number_of)
            draft = BlockDraft("callout", {"kind": "note", "title": "", "text": html})
            self._lose(LossKind.BOX, words(_text_of(block)), draft.id)
            self.course.kept["callouts"] += 1
            self.course.kept["links"] += sum(_links(line.text) for line in block.blocks)
        else:
            return
        self.places[index] = (draft.id, self._near)
        self.lesson.blocks.append(draft)

    def _picture(self, picture: Picture) -> BlockDraft:
        alt, doubt = alternatives.judge(picture.alt)
        image = {"decorative": picture.decorative, "alt_text": "" if picture.decorative else alt}
        caption = _cut(picture.caption, LONGEST_CAPTION)
        value = {"image": image, "caption": caption, "description": ""}
        draft = BlockDraft("image", value, picture, self._near)
        if doubt is not None and not picture.decorative:
            self._lose(doubt, alt or picture.caption, draft.id)
        if caption != picture.caption:
            self._lose(LossKind.SHORTENED, picture.caption, draft.id)
        return draft

    def _table(self, table: Table) -> BlockDraft:
        rows = [[prose.plain(cell, self._number_of) for cell in row] for row in table.rows]
        width = len(rows[0]) if rows else len(table.headings)
        headings = [prose.plain(cell, self._number_of) for cell in table.headings] or [""] * width
        columns = [
            {"type": "number" if at and _is_numeric(rows, at) else "text", "heading": heading}
            for at, heading in enumerate(headings)
        ]
        inner = {
            "columns": columns,
            "rows": [{"values": row} for row in rows],
            "caption": table.caption,
        }
        draft = BlockDraft("table", {"row_headers": table.row_headers, "table": inner})
        said = (cell for row in [headings, *rows] for cell in row if cell)
        about = table.caption or next(said, "")
        if not all(headings):
            self._lose(LossKind.NO_COLUMN_HEADINGS, about, draft.id)
        if not table.caption:
            self._lose(LossKind.NO_TABLE_CAPTION, about, draft.id)
        return draft

    def _number_of(self, key: str) -> int | None:
        if not self.document.notes.get(key):
            return None
        return self._notes.setdefault(key, len(self._notes) + 1)

    def _lose(self, kind: LossKind, detail: str, block: str = "") -> None:
        self.course.losses.append(PlacedLoss(kind, detail, self.number, block, self._near))


def _is_prose(block: Block) -> bool:
    return isinstance(block, Heading | Paragraph | ListItem)


def _is_numeric(rows: list[list[str]], column: int) -> bool:
    cells = [row[column] for row in rows if row[column]]
    return bool(cells) and all(NUMERIC.match(cell) for cell in cells)


def _text_of(block: Block) -> Text:
    if isinstance(block, Table):
        return tuple(span for row in (block.headings, *block.rows) for cell in row for span in cell)
    if isinstance(block, Box):
        return tuple(span for line in block.blocks for span in line.text)
    return () if isinstance(block, Picture) else block.text


def _links(text: Text) -> int:
    return sum(1 for span in text if span.link)


def _cut(text: str, longest: int) -> str:
    """Return ``text``, at most ``longest`` characters of it, cut between words."""
    if len(text) <= longest:
        return text
    return f"{text[: longest - 1].rpartition(' ')[0] or text[: longest - 1]}…"
