"""Courses written as files: the same again does nothing, and nobody's edits are lost."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import yaml
from django.core.management import CommandError, call_command

from cms.blocks.written import rich_text
from cms.media.models import LibraryImage
from courses.content.files.importing import Outcome, import_folder
from courses.content.files.reading import CourseFileError, read_course
from courses.content.management.commands.import_course_files import STARTER
from courses.content.models import CoursePage, CourseVersion
from courses.progress.selectors import course_progress
from tests.factories.courses import Writing, publish

FOLDER = STARTER / "working-with-data-in-government"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the starter course with two lessons, to change."""
    copy = tmp_path / "course"
    shutil.copytree(FOLDER, copy)
    change(
        copy / "course.yaml",
        lessons=yaml.safe_load((copy / "course.yaml").read_text())["lessons"][:2],
    )
    return copy


def change(path: Path, **values: object) -> None:
    data = yaml.safe_load(path.read_text())
    path.write_text(yaml.safe_dump({**data, **values}, allow_unicode=True))


def load(writing: Writing, folder: Path, **how: bool) -> Outcome:
    return import_folder(
        course=read_course(folder),
        department=writing.department.page,
        owner=writing.cast.author,
        **how,
    )


def test_loading_again_does_nothing(writing: Writing, folder: Path) -> None:
    assert load(writing, folder) is Outcome.CREATED
    images = LibraryImage.objects.count()
    assert load(writing, folder) is Outcome.UNCHANGED
    assert CourseVersion.objects.count() == 1
    assert LibraryImage.objects.count() == images


def test_a_changed_file_is_a_new_version_of_the_same_steps(writing: Writing, folder: Path) -> None:
    load(writing, folder)
    steps = [
        step.key
        for step in course_progress(writing.cast.learner, "working-with-data-in-government").steps
    ]
    change(folder / "lessons" / "01-questions-before-charts.yaml", title="Questions first")
    assert load(writing, folder) is Outcome.UPDATED
    after = course_progress(writing.cast.learner, "working-with-data-in-government")
    assert after.steps[0].title == "Questions first"
    assert [step.key for step in after.steps] == steps
    assert after.version.number == 2


def test_what_somebody_edited_here_is_left_alone_unless_asked(
    writing: Writing, folder: Path
) -> None:
    load(writing, folder)
    draft = CoursePage.objects.get().get_latest_revision_as_object()
    draft.summary = "Edited in the editor."
    draft.save_revision(user=writing.cast.author)
    change(folder / "course.yaml", title="Another title")
    assert load(writing, folder) is Outcome.EDITED_HERE
    assert CourseVersion.objects.get(current=True).title == "Working with data in government"
    assert load(writing, folder, overwrite=True) is Outcome.UPDATED
    assert CourseVersion.objects.get(current=True).title == "Another title"


def test_what_was_edited_and_published_here_is_left_alone_too(
    writing: Writing, folder: Path
) -> None:
    load(writing, folder)
    draft = CoursePage.objects.get().get_latest_revision_as_object()
    draft.summary = "Written, reviewed and published here."
    draft.save_revision(user=writing.cast.author)
    publish(CoursePage.objects.get())
    change(folder / "course.yaml", title="Another title")
    assert load(writing, folder) is Outcome.EDITED_HERE
    assert "reviewed and published here" in CourseVersion.objects.get(current=True).summary


LESSON = "lessons/01-questions-before-charts.yaml"


@pytest.mark.parametrize(
    ("file", "values", "message"),
    [
        ("course.yaml", {"topic": "cooking"}, "the topic is not one of"),
        ("course.yaml", {"language": "fr"}, "the language is not one of"),
        ("course.yaml", {"level": "wizard"}, "wizard"),
        ("course.yaml", {"review_date": "soon"}, "not a date"),
        ("course.yaml", {"accessibility_notes": None}, "course.yaml"),
        ("course.yaml", {"lessons": None}, "course.yaml"),
        ("course.yaml", {"slug": "a b"}, "slug"),
        (LESSON, {"body": [{"key": "a", "image": {"file": "none.svg"}}]}, "No such file"),
        (LESSON, {"body": [{"key": "a", "table": {"caption": "c", "header": ["a", "b"],
                                                  "rows": [["1"]]}}]}, "01-questions"),
        (LESSON, {"body": ["words"]}, "01-questions"),
        (LESSON, {"body": [{"key": "a", "check": {"kind": "single", "question": "?",
                                                  "options": []}}]}, "(?i)at least|minimum|error"),
    ],
)  # fmt: skip
def test_the_command_says_what_is_wrong_and_loads_nothing(
    writing: Writing, folder: Path, file: str, values: dict[str, object], message: str
) -> None:
    change(folder / file, **values)
    with pytest.raises(CommandError, match=message):
        call_command("import_course_files", folder, organisation="DFE", owner="author@demo.example")
    assert not CoursePage.objects.exists()


def test_a_file_that_the_editor_would_refuse_changes_nothing(
    writing: Writing, folder: Path
) -> None:
    path = folder / "lessons" / "01-questions-before-charts.yaml"
    body = [
        {
            "key": "check",
            "check": {
                "kind": "single",
                "question": "?",
                "options": [{"text": "a"}, {"text": "b"}],
            },
        }
    ]
    change(path, body=body)
    with pytest.raises(Exception, match=r"(?i)exactly one answer|validation error"):
        load(writing, folder)
    assert not CoursePage.objects.exists()


@pytest.mark.parametrize(
    ("file", "content", "message"),
    [
        ("course.yaml", "- a\n- list\n", "not a list of names"),
        ("course.yaml", "title: [", "course.yaml"),
        ("course.yaml", "title: only\n", "'id'"),
        ("lessons/01-questions-before-charts.yaml", "id: x\n", "01-questions"),
        (
            "lessons/01-questions-before-charts.yaml",
            "id: 6d3b5f0e-3f0c-4a0e-9a58-6f3f8b7c1d20\nbody: [{key: a, film: {}}]\n",
            "a block needs a key and one of",
        ),
    ],
)
def test_a_broken_file_is_named(folder: Path, file: str, content: str, message: str) -> None:
    (folder / file).write_text(content)
    with pytest.raises(CourseFileError, match=message):
        read_course(folder)


def test_a_missing_lesson_file_is_named(folder: Path) -> None:
    (folder / "lessons" / "01-questions-before-charts.yaml").unlink()
    with pytest.raises(CourseFileError, match="there is no such file"):
        read_course(folder)


def test_markdown_holds_no_html_and_no_dangerous_link() -> None:
    html = rich_text("Hello <script>alert(1)</script> [x](javascript:alert(1)) **bold**")
    assert "<script" not in html
    assert 'href="javascript' not in html
    assert "<b>bold</b>" in html


def test_the_command_says_what_is_missing(db: None) -> None:
    with pytest.raises(CommandError, match="--organisation"):
        call_command("import_course_files")
