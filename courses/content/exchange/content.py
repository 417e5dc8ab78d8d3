"""The content of ``course.json``, read into shapes that the rest can trust. Pure.

Nothing is guessed: a name too many, a list where a text belongs or a text that no field would hold
is refused with its place.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

from courses.content.exchange.entries import LONGEST_TEXT, Entry, refuse_twice

LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{1,8})*")
DIGEST = re.compile(r"[0-9a-f]{64}")
MOST_LESSONS = 200


@dataclass(frozen=True)
class LibraryFile:
    """A picture or a document: the digest of its bytes, its name and what the library keeps.

    ``focal_point`` is x, y, width and height, of a picture only.
    """

    file: str
    name: str
    title: str
    tags: tuple[str, ...]
    description: str = ""
    credit: str = ""
    focal_point: tuple[int, int, int, int] | None = None


@dataclass(frozen=True)
class Passage:
    """A passage that several lessons share; ``body`` is what the field stores."""

    id: UUID
    title: str
    body: list[Any]


@dataclass(frozen=True)
class Word:
    """A word of the glossary."""

    id: UUID
    term: str
    also: str
    meaning: str


@dataclass(frozen=True)
class Lesson:
    """A lesson; ``body`` is what the field stores, with names where keys of rows stand."""

    id: UUID
    step: UUID
    slug: str
    title: str
    summary: str
    minutes: int
    body: list[Any]


@dataclass(frozen=True)
class TranslatedText:
    """A text of a page in the other language, by its path and its words in the original."""

    path: str
    text: str
    translation: str
    kind: str
    tool: str


@dataclass(frozen=True)
class Replaced:
    """A replacement in the other language: another address, or another file's name."""

    path: str
    value: str


@dataclass(frozen=True)
class Translation:
    """The course in another language; texts and what is replaced by the ids of pages."""

    language: str
    slug: str
    review_date: datetime.date | None
    texts: dict[UUID, list[TranslatedText]]
    replaced: dict[UUID, list[Replaced]]


@dataclass(frozen=True)
class Course:
    """A course as an archive has it; ``steps`` is what the field stores, with lessons by name."""

    id: UUID
    language: str
    slug: str
    title: str
    summary: str
    level: str
    topic: dict[str, str]
    outcomes: list[Any]
    accessibility_notes: str
    review_date: datetime.date | None
    lessons: list[Lesson]
    steps: list[Any]
    translations: list[Translation]
    pictures: dict[str, LibraryFile]
    documents: dict[str, LibraryFile]
    passages: dict[str, Passage]
    words: dict[str, Word]

    @property
    def digests(self) -> set[str]:
        """The digests of all files that it names."""
        return {file.file for file in (*self.pictures.values(), *self.documents.values())}


def read_content(content: dict[str, Any]) -> Course:
    """Return the course in ``content``; raises ArchiveRefused with the place of the first fault."""
    top = Entry(content, "course.json")
    for name in ("format", "version", "blocks", "made_by"):
        top.take(name)
    course = top.object("course")
    topic = course.object("topic")
    read = Course(
        id=course.uuid("id"),
        language=course.matching("language", LANGUAGE),
        slug=course.text("slug", 255),
        title=course.text("title", 255),
        summary=course.text("summary", 300),
        level=course.text("level", 20),
        topic={
            "slug": topic.matching("slug", re.compile(r"[-\w]{1,60}", re.ASCII)),
            "name_en": topic.text("name_en", 80),
            "name_cy": topic.text("name_cy", 80),
        },
        outcomes=course.items("outcomes"),
        accessibility_notes=course.text("accessibility_notes", LONGEST_TEXT),
        review_date=course.date("review_date"),
        lessons=(lessons := course.each("lessons", _lesson, MOST_LESSONS)),
        steps=course.items("steps") if content["version"] > 1 else _steps_of(lessons),
        translations=course.each("translations", _translation, 50),
        pictures=top.named("pictures", _picture),
        documents=top.named("documents", _document),
        passages=top.named("passages", _passage),
        words=top.named("words", _word),
    )
    topic.end()
    course.end()
    top.end()
    refuse_twice([read.id, *(lesson.id for lesson in read.lessons)])
    refuse_twice([lesson.step for lesson in read.lessons])
    refuse_twice([lesson.slug for lesson in read.lessons])
    refuse_twice([one.id for one in read.passages.values()])
    refuse_twice([one.id for one in read.words.values()])
    refuse_twice([read.language, *(one.language for one in read.translations)])
    return read


def _lesson(lesson: Entry) -> Lesson:
    return Lesson(
        id=lesson.uuid("id"),
        step=lesson.uuid("step"),
        slug=lesson.text("slug", 255),
        title=lesson.text("title", 255),
        summary=lesson.text("summary", 300),
        minutes=lesson.whole("minutes", 1, 240),
        body=lesson.items("body"),
    )


def _steps_of(lessons: list[Lesson]) -> list[dict[str, Any]]:
    """Return the steps of an archive that knew only lessons."""
    return [
        {
            "type": "lesson",
            "id": str(uuid5(lesson.id, "step")),
            "value": {"lesson": f"lesson-{lesson.step}", "optional": False},
        }
        for lesson in lessons
    ]


def _translation(one: Entry) -> Translation:
    pages = one.each("pages", _translated_page, MOST_LESSONS + 1)
    refuse_twice([page for page, _texts, _replaced in pages])
    return Translation(
        language=one.matching("language", LANGUAGE),
        slug=one.text("slug", 255),
        review_date=one.date("review_date"),
        texts={page: texts for page, texts, _replaced in pages},
        replaced={page: replaced for page, _texts, replaced in pages},
    )


def _translated_page(page: Entry) -> tuple[UUID, list[TranslatedText], list[Replaced]]:
    return (
        page.uuid("id"),
        page.each(
            "texts",
            lambda text: TranslatedText(
                path=text.text("path", 2_000),
                text=text.text("text", LONGEST_TEXT),
                translation=text.text("translation", LONGEST_TEXT),
                kind=text.matching("kind", re.compile("manual|machine")),
                tool=text.text("tool", 255),
            ),
        ),
        page.each(
            "replaced",
            lambda one: Replaced(path=one.text("path", 2_000), value=one.text("value", 2_000)),
        ),
    )


def _picture(picture: Entry) -> LibraryFile:
    point = picture.take("focal_point")
    if point is not None and not (
        isinstance(point, list)
        and len(point) == 4
        and all(type(part) is int and 0 <= part <= 100_000 for part in point)
    ):
        picture.refuse("focal_point")
    return LibraryFile(
        **_file(picture),
        description=picture.text("description", 255),
        credit=picture.text("credit", 255),
        focal_point=tuple(point) if point else None,
    )


def _document(document: Entry) -> LibraryFile:
    return LibraryFile(**_file(document))


def _file(file: Entry) -> dict[str, Any]:
    tags = file.items("tags")
    if len(tags) > 50 or not all(isinstance(tag, str) and 0 < len(tag) <= 100 for tag in tags):
        file.refuse("tags")
    return {
        "file": file.matching("file", DIGEST),
        "name": file.matching("name", re.compile(r"[-\w][-\w.]{0,69}")),
        "title": file.text("title", 255),
        "tags": tuple(tags),
    }


def _passage(passage: Entry) -> Passage:
    return Passage(passage.uuid("id"), passage.text("title", 150), passage.items("body"))


def _word(word: Entry) -> Word:
    return Word(
        id=word.uuid("id"),
        term=word.text("term", 80),
        also=word.text("also", 5_000),
        meaning=word.text("meaning", 600),
    )
