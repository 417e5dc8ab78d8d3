"""The courses that come with the platform are good enough for a real department."""

from __future__ import annotations

import io
import itertools
import re
from functools import cache
from typing import Any

import pytest
from django.core.files import File
from django.core.management import call_command

from cms.media.validation import check_image_file
from cms.publishing.faults import Severity
from cms.publishing.markup import read
from cms.publishing.readability import reading_grade, sentences
from courses.content.checking.gate import faults
from courses.content.files.reading import CourseFolder, LessonFile, read_course
from courses.content.management.commands.import_course_files import STARTER
from courses.content.models import CoursePage, CourseVersion
from learning.catalogue.models import Activity
from tests.factories.courses import Writing

FOLDERS = sorted(path.parent for path in STARTER.glob("*/course.yaml"))
NAMES = [folder.name for folder in FOLDERS]


@cache
def course_at(name: str) -> CourseFolder:
    return read_course(STARTER / name)


LESSONS = [(name, number) for name in NAMES for number in range(len(course_at(name).lessons))]


def lesson_at(name: str, number: int) -> LessonFile:
    return course_at(name).lessons[number]


def blocks(lesson: LessonFile, kind: str) -> list[dict]:
    return [block["value"] for block in lesson.blocks if block["type"] == kind]


def lines(lesson: LessonFile) -> list[str]:
    """Return what a lesson tells, line by line: without answers and descriptions."""
    parts = [block["value"] for block in lesson.blocks if block["type"] == "text"]
    parts += [value["text"] for value in blocks(lesson, "case_study") + blocks(lesson, "callout")]
    return [line.words for part in parts for line in read(part).paragraphs]


def all_words(lesson: LessonFile) -> list[str]:
    """Return every word that a learner can read in a lesson, answers and descriptions included."""
    unread = {"id", "type", "kind", "setting", "language", "image", "document"}

    def found(value: Any) -> list[str]:
        if isinstance(value, str):
            return re.sub(r"<[^>]+>", " ", value).split()
        if isinstance(value, dict):
            parts = [part for name, part in value.items() if name not in unread]
            return [word for part in parts for word in found(part)]
        return [word for part in value for word in found(part)] if isinstance(value, list) else []

    return [word for block in lesson.blocks for word in found(block["value"])]


def test_the_three_topics_each_have_a_course() -> None:
    assert {course_at(name).topic for name in NAMES} == {"data", "cyber", "ai"}
    everything = [lesson.id for name in NAMES for lesson in course_at(name).lessons]
    everything += [course_at(name).id for name in NAMES]
    assert len(everything) == len(set(everything))


@pytest.mark.parametrize("name", NAMES)
def test_a_course_says_what_it_is_for(name: str) -> None:
    course = course_at(name)
    assert 5 <= len(course.lessons) <= 7
    assert len(course.summary) <= 200
    assert len(course.outcomes) >= 4
    assert all(outcome[0].islower() for outcome in course.outcomes)
    assert course.accessibility_notes
    keys = [lesson.id for lesson in course.lessons]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("name", NAMES)
def test_every_kind_of_check_and_several_settings_are_used(name: str) -> None:
    lessons = course_at(name).lessons
    kinds = {check["kind"] for lesson in lessons for check in blocks(lesson, "check")}
    assert kinds == {"single", "multiple", "true_false", "ordering"}
    settings = {case["setting"] for lesson in lessons for case in blocks(lesson, "case_study")}
    assert {"front line", "policy", "operational delivery"} <= settings


@pytest.mark.parametrize(("name", "number"), LESSONS)
def test_a_lesson_has_a_check_a_case_a_picture_and_sources(name: str, number: int) -> None:
    lesson = lesson_at(name, number)
    assert 8 <= lesson.minutes <= 15
    assert len(blocks(lesson, "check")) >= 2
    assert blocks(lesson, "case_study")
    assert all(case["question"] and case["answer"] for case in blocks(lesson, "case_study"))
    pictures = blocks(lesson, "image")
    assert pictures
    for picture in pictures:
        assert 10 <= len(picture["image"]["alt_text"]) <= 140
        assert len(picture["description"]) > 100
    assert re.search(r"<h2>Sources</h2>.*https://", str(blocks(lesson, "text")), re.DOTALL)


@pytest.mark.parametrize(("name", "number"), LESSONS)
def test_every_answer_says_why(name: str, number: int) -> None:
    for check in blocks(lesson_at(name, number), "check"):
        assert check["explanation"]
        if check["kind"] != "ordering":
            assert all(option["value"]["feedback"] for option in check["options"])


@pytest.mark.parametrize("name", NAMES)
def test_neither_the_longest_nor_the_first_answer_is_always_right(name: str) -> None:
    single = [
        [option["value"] for option in check["options"]]
        for lesson in course_at(name).lessons
        for check in blocks(lesson, "check")
        if check["kind"] == "single"
    ]
    longest = sum(max(options, key=lambda one: len(one["text"]))["correct"] for options in single)
    first = sum(options[0]["correct"] for options in single)
    assert longest < len(single) * 0.7
    assert first < len(single) * 0.7
    statements = {
        next(one["value"]["text"] for one in check["options"] if one["value"]["correct"])
        for lesson in course_at(name).lessons
        for check in blocks(lesson, "check")
        if check["kind"] == "true_false"
    }
    assert statements == {"True", "False"}


@pytest.mark.parametrize(("name", "number"), LESSONS)
def test_a_lesson_reads_at_about_the_age_of_twelve(name: str, number: int) -> None:
    grade = reading_grade(sentences(lines(lesson_at(name, number))))
    assert grade is not None
    assert grade <= 7.5


@pytest.mark.parametrize(("name", "number"), LESSONS)
def test_a_lesson_is_as_long_as_it_says(name: str, number: int) -> None:
    lesson = lesson_at(name, number)
    long = len(all_words(lesson))
    assert 1_300 <= long <= 2_000
    # Slower than a novel: there are checks to answer and cases to think about.
    assert 110 <= long / lesson.minutes <= 145


@pytest.mark.parametrize(("name", "number"), LESSONS)
def test_headings_links_and_tables_can_be_read_aloud(name: str, number: int) -> None:
    lesson = lesson_at(name, number)
    prose = " ".join(block["value"] for block in lesson.blocks if block["type"] == "text")
    levels = [int(level) for level in re.findall(r"<h([1-6])>", prose)]
    assert levels[0] == 2
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
    for address, words_of_link in re.findall(r'<a href="([^"]*)">(.*?)</a>', prose):
        assert address.startswith("https://")
        assert words_of_link.lower() not in {"here", "click here", "link", "this link", "more"}
    for value in blocks(lesson, "table"):
        headings = [column["heading"] for column in value["table"]["columns"]]
        assert value["table"]["caption"]
        assert all(headings)
        assert all(len(row["values"]) == len(headings) for row in value["table"]["rows"])


@pytest.mark.parametrize("name", NAMES)
def test_no_file_is_missing_or_left_over(name: str) -> None:
    named = {
        file
        for lesson in course_at(name).lessons
        for file in (
            *(value["image"]["image"] for value in blocks(lesson, "image")),
            *(value["document"] for value in blocks(lesson, "download")),
        )
    }
    folder = STARTER / name
    kept = {
        str(path.relative_to(folder))
        for part in ("images", "files")
        for path in (folder / part).iterdir()
    }
    assert named == kept
    listed = {lesson.slug for lesson in course_at(name).lessons}
    assert len(list((folder / "lessons").iterdir())) == len(listed)


def test_all_of_them_pass_the_gate_and_go_live(writing: Writing) -> None:
    told = io.StringIO()
    call_command(
        "import_course_files", organisation="DFE", owner="author@demo.example", stdout=told
    )
    for name in NAMES:
        course = course_at(name)
        assert f"{course.title}: created" in told.getvalue()
        page = CoursePage.objects.get(translation_key=course.id)
        assert page.live
        draft = page.get_latest_revision_as_object()
        found = faults(page=draft, revision=page.latest_revision)
        # No error, no warning, no advice; of each lesson it is said how easy it is to read.
        assert [one for one in found if one.severity is not Severity.NOTE] == []
        assert len(found) == len(course.lessons)
        version = CourseVersion.objects.get(page=page, current=True)
        assert version.steps.count() == len(course.lessons)
        assert Activity.objects.get(slug=course.slug).offered
    told = io.StringIO()
    call_command(
        "import_course_files", organisation="DFE", owner="author@demo.example", stdout=told
    )
    assert told.getvalue().count(": unchanged") == len(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_pictures_are_plain_drawings(name: str) -> None:
    for path in (STARTER / name / "images").glob("*.svg"):
        with path.open("rb") as stored:
            check_image_file(File(stored, name=path.name))
        text = path.read_text()
        assert "<title" in text
        assert "<desc" in text
