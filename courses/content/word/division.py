"""Dividing a document: the places where a course, its lessons and their headings begin. Pure."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum

from courses.content.word.structure import Document, Heading, words

MOST_LEVELS_DOWN = 1  # lessons begin at the highest level of headings, or at the next one


class Divide(StrEnum):
    """The ways to divide a document into lessons, as an author may ask."""

    BY_ITSELF = "auto"
    HEADING_1 = "1"
    HEADING_2 = "2"
    ONE_LESSON = "0"


@dataclass(frozen=True)
class Section:
    """A lesson to be: its heading and the index of it, if it has one, and those of its blocks."""

    heading: Heading | None
    begin: int | None
    indices: tuple[int, ...]


@dataclass(frozen=True)
class Division:
    """The title, and the sections below headings of ``level`` or higher.

    ``dropped`` are the indices of headings that became no lesson, for nothing is below them.
    """

    title: str
    level: int
    sections: tuple[Section, ...]
    dropped: tuple[int, ...]


def divide(document: Document, how: Divide) -> Division:
    """Return the division of a document.

    Lessons begin at the highest level that has several headings. A single heading above them is
    the title of the course where nothing else in the text is.
    """
    headings = {
        index: block for index, block in enumerate(document.blocks) if isinstance(block, Heading)
    }
    title, titled = document.title, None
    if not title and how is not Divide.HEADING_1:
        titled = _sole_first(headings)
        if titled is not None and how is Divide.HEADING_2 and headings[titled].level >= 2:
            titled = None
    if titled is not None:
        title = words(headings.pop(titled).text)
    levels = [one.level for one in headings.values()]
    level = _level(levels) if how is Divide.BY_ITSELF else int(how)
    sections: list[tuple[int | None, list[int]]] = [(None, [])]
    for index in range(len(document.blocks)):
        if index == titled:
            continue
        if index in headings and headings[index].level <= level:
            sections.append((index, []))
        else:
            sections[-1][1].append(index)
    dropped = tuple(
        begin
        for begin, indices in sections
        if begin is not None and not indices and headings[begin].level < level
    )
    kept = tuple(
        Section(None if begin is None else headings[begin], begin, tuple(indices))
        for begin, indices in sections
        if indices or (begin is not None and begin not in dropped)
    )
    return Division(title or document.title_of_file, level, kept, dropped)


def _sole_first(headings: dict[int, Heading]) -> int | None:
    """Return the first heading where it alone is the highest and others are below it."""
    if len(headings) < 2:
        return None
    first = min(headings)
    highest = min(one.level for one in headings.values())
    alone = sum(1 for one in headings.values() if one.level == highest) == 1
    return first if alone and headings[first].level == highest else None


def _level(levels: list[int]) -> int:
    if not levels:
        return 0
    counts, highest = Counter(levels), min(levels)
    for level in range(highest, highest + MOST_LEVELS_DOWN + 1):
        if counts[level] > 1:
            return level
    return highest
