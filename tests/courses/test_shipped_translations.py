"""Translations that come as files with a course: complete or not at all, and told as unreviewed."""

from __future__ import annotations

import shutil
from pathlib import Path

import polib
import pytest
import yaml
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client
from wagtail.models import Locale
from wagtail_localize.models import StringSegment

from courses.content.files.importing import Outcome, import_folder
from courses.content.files.reading import read_course
from courses.content.files.translations import (
    UnusableTranslation,
    import_translation,
    shipped_languages,
)
from courses.content.management.commands.import_course_files import STARTER
from courses.content.models import CoursePage, CourseVersion
from courses.content.translation.courses import begin_translation
from tests.factories.courses import Writing, body_of, publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of a starter course with one lesson, and no translation."""
    copy = tmp_path / "course"
    shutil.copytree(STARTER / "using-ai-well-at-work", copy)
    shutil.rmtree(copy / "translations", ignore_errors=True)
    told = yaml.safe_load((copy / "course.yaml").read_text())
    told["lessons"] = told["lessons"][:1]
    (copy / "course.yaml").write_text(yaml.safe_dump(told, allow_unicode=True))
    return copy


@pytest.fixture
def course(writing: Writing, folder: Path) -> CoursePage:
    import_folder(
        course=read_course(folder), department=writing.department.page, owner=writing.cast.author
    )
    return CoursePage.objects.get()


def words_of(course: CoursePage) -> list[str]:
    with transaction.atomic():
        welsh = Locale.objects.get_or_create(language_code="cy")[0]
        begin_translation(course=course, locale=welsh, user=None)
        words = list(StringSegment.objects.values_list("string__data", flat=True).distinct())
        transaction.set_rollback(True)
    return words


def write(folder: Path, words: list[str]) -> None:
    file = polib.POFile()
    for text in words:
        file.append(polib.POEntry(msgid=text, msgstr=f"CY {text}"))
    (folder / "translations").mkdir(exist_ok=True)
    file.save(str(folder / "translations" / "cy.po"))


def load(writing: Writing, course: CoursePage, folder: Path) -> Outcome:
    return import_translation(
        course=course, folder=folder, language="cy", owner=writing.cast.author
    )


def test_a_translation_is_loaded_once_and_told_as_unreviewed(
    writing: Writing, course: CoursePage, folder: Path
) -> None:
    write(folder, words_of(course))
    assert shipped_languages(folder) == ["cy"]
    assert load(writing, course, folder) is Outcome.CREATED
    assert load(writing, course, folder) is Outcome.UNCHANGED
    version = CourseVersion.objects.get(language="cy")
    assert version.title == "CY Using AI well at work"
    assert version.awaits_reviewer
    client = Client()
    client.force_login(writing.cast.learner, backend="learning.people.backends.EmployedBackend")
    shown = client.get("/courses/using-ai-well-at-work-cy/").content.decode()
    assert "made by a machine" in shown

    welsh = CoursePage.objects.get(locale__language_code="cy")
    welsh.get_latest_revision_as_object().save_revision()
    publish(welsh)  # by a reviewer
    assert not CourseVersion.objects.get(language="cy", current=True).awaits_reviewer
    assert load(writing, course, folder) is Outcome.UNCHANGED
    write(folder, ["changed"])
    assert load(writing, course, folder) is Outcome.EDITED_HERE


def test_a_translation_with_gaps_changes_nothing(
    writing: Writing, course: CoursePage, folder: Path
) -> None:
    write(folder, words_of(course)[:-2])
    with pytest.raises(UnusableTranslation, match="texts are missing"):
        load(writing, course, folder)
    assert CoursePage.objects.count() == 1
    (folder / "translations" / "cy.po").write_bytes(b"\xff\xfe not a catalogue")
    with pytest.raises(CommandError, match=r"cy\.po"):
        call_command("import_translations", str(folder), verbosity=0)
    assert CourseVersion.objects.count() == 1


def test_the_starter_courses_are_whole_in_welsh(writing: Writing) -> None:
    """Every text, the same right answers in the same order, and the same tags and numbers."""
    owner = writing.cast.author.email
    call_command("import_course_files", organisation="DFE", owner=owner, verbosity=0)
    call_command("import_translations", verbosity=0)
    pairs = [
        (english, CourseVersion.objects.get(language="cy", activity__work=english.activity.work))
        for english in CourseVersion.objects.filter(language="en-gb")
    ]
    assert len(pairs) == 3
    for english, welsh in pairs:
        assert welsh.awaits_reviewer
        assert welsh.title != english.title
        for original, translated in zip(english.steps.all(), welsh.steps.all(), strict=True):
            assert original.key == translated.key
            assert translated.title != original.title
            for one, other in zip(body_of(original), body_of(translated), strict=True):
                assert ("check" in one) == ("check" in other)
                if "check" in one:
                    right = [
                        [option["correct"] for option in part["check"]["options"]]
                        for part in (one, other)
                    ]
                    assert right[0] == right[1], one["check"]["question"]
                    assert other["check"]["question"] != one["check"]["question"]
