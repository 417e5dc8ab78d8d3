"""Courses are exchanged from the command line as in the editor, and by several at once."""

from __future__ import annotations

import io
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.db import connection

from cms.publishing.departments import provide_department
from courses.content.exchange.exporting import export_course
from courses.content.exchange.importing import import_archive
from courses.content.models import CoursePage
from tests.factories.courses import Writing, draft_course, publish, writing_department
from tests.factories.people import PersonFactory, cast
from tests.factories.whole_course import in_welsh

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_files(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


def exported(course: CoursePage) -> bytes:
    file = io.BytesIO()
    export_course(course=course, to=file, user=None)
    return file.getvalue()


def test_the_commands_do_the_same(writing: Writing, tmp_path: Path) -> None:
    course = draft_course(writing)
    target = tmp_path / "course.zip"
    call_command("export_course", course.slug, "--to", str(target))
    assert target.read_bytes() == exported(course)
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["course.zip"]
    said = io.StringIO()
    call_command(
        "import_course", str(target), "--into", writing.department.page.slug,
        "--by", writing.cast.author.email, stdout=said,
    )  # fmt: skip
    copy = CoursePage.objects.get(slug="asking-good-questions-2")
    assert not copy.live
    assert copy.course_owner == writing.cast.author
    assert "asking-good-questions-2" in said.getvalue()
    assert "separate copy" in said.getvalue()


def test_the_commands_say_what_is_wrong(writing: Writing, tmp_path: Path) -> None:
    course = publish(draft_course(writing))
    welsh = in_welsh(course, writing)
    file, department = tmp_path / "a.zip", writing.department.page.url_path
    export_to = ["--to", str(file)]
    with pytest.raises(CommandError, match="no course with the address nowhere"):
        call_command("export_course", "nowhere", *export_to)
    with pytest.raises(CommandError, match="Export the course that it translates"):
        call_command("export_course", welsh.slug, *export_to)
    with pytest.raises(CommandError, match="No such file"):
        call_command("export_course", course.slug, "--to", str(tmp_path / "no" / "a.zip"))
    author = ["--by", writing.cast.author.email]
    with pytest.raises(CommandError, match="No such file"):
        call_command("import_course", str(file), "--into", department, *author)
    file.write_bytes(b"x")
    with pytest.raises(CommandError, match="not an archive of a course"):
        call_command("import_course", str(file), "--into", department, *author)
    with pytest.raises(CommandError, match="no department with the address nowhere"):
        call_command("import_course", str(file), "--into", "nowhere", *author)
    with pytest.raises(CommandError, match="Name a person"):
        call_command("import_course", str(file), "--into", department, "--by", "x@y.example")
    with pytest.raises(CommandError, match="may not add courses"):
        call_command(
            "import_course", str(file), "--into", department, "--by", writing.cast.learner.email
        )


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_departments_import_the_same_course_at_once() -> None:
    writing = writing_department(cast())
    people = writing.cast
    department = provide_department(organisation=people.other_department)
    author = PersonFactory(email="rival@demo.example", organisation=people.other_department)
    author.groups.add(Group.objects.get(pk=department.authors.pk))
    rival = Writing(department, replace(people, author=author))
    course = draft_course(writing)
    archive, work = exported(course), course.translation_key
    course.delete()
    made = []

    def take(one: Writing) -> None:
        try:
            made.append(
                import_archive(
                    file=io.BytesIO(archive),
                    department=one.department.page,
                    user=one.cast.author,
                ).course
            )
        finally:
            connection.close()

    threads = [threading.Thread(target=take, args=[one]) for one in (writing, rival)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 2
    assert [one.translation_key for one in made].count(work) == 1
    assert len({one.slug for one in made}) == 2
