"""Where lessons begin, and what the course is called."""

from __future__ import annotations

import pytest

from courses.content.word.division import Divide
from courses.content.word.drafting import Labels, draft_of
from courses.content.word.reading import open_document
from tests.factories.word import Words

LABELS = Labels(introduction="Introduction", notes="Notes")


def written(text: str) -> Words:
    """Write a document: ``T`` is a title, a number a heading of that level, ``p`` a paragraph."""
    words = Words()
    for line in text.split("/"):
        kind, _space, said = line.strip().partition(" ")
        if kind == "T":
            words.title(said)
        elif kind == "p":
            words.document.add_paragraph(said or "Words.")
        else:
            words.document.add_heading(said, int(kind))
    return words


@pytest.mark.parametrize(
    ("text", "how", "title", "lessons"),
    [
        ("T Course / 1 A / p / 1 B / p", Divide.BY_ITSELF, "Course", ["A", "B"]),
        ("T Course / p Hello / 1 A / p / 1 B / p", Divide.BY_ITSELF, "Course",
         ["Introduction", "A", "B"]),
        ("1 Course / p Hello / 2 A / p / 2 B / p", Divide.BY_ITSELF, "Course",
         ["Introduction", "A", "B"]),
        ("1 Course / 2 A / p / 3 A1 / p / 2 B / p", Divide.BY_ITSELF, "Course", ["A", "B"]),
        ("2 A / p / 2 B / p", Divide.BY_ITSELF, "A file", ["A", "B"]),
        ("T Course / 1 Part / 2 A / p / 2 B / p", Divide.BY_ITSELF, "Course", ["A", "B"]),
        ("T Course / 1 Part / p / 2 A / p / 2 B / p", Divide.BY_ITSELF, "Course",
         ["Part", "A", "B"]),
        ("T Course / 1 A / p", Divide.BY_ITSELF, "Course", ["A"]),
        ("T Course / p", Divide.BY_ITSELF, "Course", ["Course"]),
        ("p", Divide.BY_ITSELF, "A file", ["A file"]),
        ("1 A / p / 1 B", Divide.BY_ITSELF, "A file", ["A", "B"]),
        ("T Two / T lines / 1 A / p / 1 B / p", Divide.BY_ITSELF, "Two lines", ["A", "B"]),
        ("T Course / 1 A / p / 2 B / p / 1 C / p", Divide.HEADING_2, "Course", ["A", "B", "C"]),
        ("1 Course / 2 A / p / 2 B / p", Divide.HEADING_2, "Course", ["A", "B"]),
        ("1 Course / p / 2 A / p / 2 B / p", Divide.HEADING_1, "A file", ["Course"]),
        ("T Course / 1 A / p / 1 B / p", Divide.ONE_LESSON, "Course", ["Course"]),
    ],
)  # fmt: skip
def test_title_and_lessons(text: str, how: Divide, title: str, lessons: list[str]) -> None:
    _package, document = open_document(written(text).saved())
    draft = draft_of(document, how=how, otherwise="A file", labels=LABELS)
    assert (draft.title, [lesson.title for lesson in draft.lessons]) == (title, lessons)


def test_headings_below_a_lesson_begin_at_two() -> None:
    _package, document = open_document(
        written("1 Course / 2 A / 3 First / p / 4 Second / p / 2 B / p").saved()
    )
    lesson = draft_of(document, how=Divide.BY_ITSELF, otherwise="", labels=LABELS).lessons[0]
    assert lesson.blocks[0].value == ("<h2>First</h2><p>Words.</p><h3>Second</h3><p>Words.</p>")
