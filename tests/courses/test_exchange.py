"""A course goes out as an archive and comes in again, and is the same course."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db import transaction
from wagtail.models import Locale, Page, PageLogEntry

from cms.media.models import LibraryDocument, LibraryImage
from cms.publishing.faults import Severity
from cms.snippets.models import GlossaryTerm, SharedPassage
from courses.content.blocks import lesson_blocks
from courses.content.checking.gate import faults
from courses.content.exchange.exporting import EXPORTED, export_course
from courses.content.exchange.importing import RECEIVED, ImportedArchive, import_archive
from courses.content.exchange.pages import Note
from courses.content.files.importing import import_folder
from courses.content.files.reading import read_course
from courses.content.files.translations import import_translation
from courses.content.management.commands.import_course_files import STARTER
from courses.content.models import CoursePage, CourseVersion, LessonPage
from courses.content.translation.courses import bring_up_to_date, translations_of
from learning.catalogue.models import Activity, Topic
from tests.factories.courses import Writing, draft_course, publish
from tests.factories.whole_course import gone_on, in_welsh, whole_course
from tests.size import share

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_files(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


def exported(course: CoursePage) -> bytes:
    file = io.BytesIO()
    export_course(course=CoursePage.objects.get(pk=course.pk), to=file, user=None)
    return file.getvalue()


def content_of(archive: bytes) -> dict[str, Any]:
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return json.loads(opened.read("course.json"))


def received(writing: Writing, archive: bytes) -> ImportedArchive:
    return import_archive(
        file=io.BytesIO(archive), department=writing.department.page, user=writing.cast.author
    )


@pytest.fixture
def archive(writing: Writing) -> bytes:
    """The archive of a course of another installation: here, nothing of it is left."""
    with transaction.atomic():
        course = whole_course(writing)
        in_welsh(course, writing)
        made = exported(gone_on(course, writing))
        transaction.set_rollback(True)
    assert not CoursePage.objects.exists()
    return made


@pytest.mark.prove
@pytest.mark.parametrize(
    "name", share(sorted(path.parent.name for path in STARTER.glob("*/course.yaml")), 3)
)
def test_the_starter_courses_go_round_in_both_languages(writing: Writing, name: str) -> None:
    with transaction.atomic():
        import_folder(
            course=read_course(STARTER / name),
            department=writing.department.page,
            owner=writing.cast.author,
        )
        course = CoursePage.objects.get()
        import_translation(
            course=course, folder=STARTER / name, language="cy", owner=writing.cast.author
        )
        archive = exported(course)
        assert exported(course) == archive
        transaction.set_rollback(True)
    (welsh,) = content_of(archive)["course"]["translations"]
    assert sum(len(page["texts"]) for page in welsh["pages"]) > 200
    made = received(writing, archive)
    assert made.notes == ()
    assert exported(made.course) == archive


def test_a_course_with_every_block_goes_round(writing: Writing, archive: bytes) -> None:
    content = content_of(archive)
    used = {block["type"] for lesson in content["course"]["lessons"] for block in lesson["body"]}
    assert used == {name for name, _block in lesson_blocks()}, "every kind of block is tried"
    lists = {"pictures": 2, "documents": 5, "passages": 1, "words": 1}
    assert {name: len(content[name]) for name in lists} == lists
    (welsh,) = content["course"]["translations"]
    assert {one["value"] for page in welsh["pages"] for one in page["replaced"]} == {
        "document-5", "https://cy.example/",
    }  # fmt: skip
    made = received(writing, archive)
    assert made.notes == ()
    assert made.existing is None
    assert exported(made.course) == archive


def test_what_comes_in_is_a_draft_that_only_lacks_a_review(
    writing: Writing, archive: bytes
) -> None:
    course = received(writing, archive).course
    assert not Page.objects.filter(live=True).type(CoursePage, LessonPage).exists()
    assert not Activity.objects.exists()
    draft = course.get_latest_revision_as_object()
    assert (draft.course_owner, draft.owner) == (writing.cast.author, writing.cast.author)
    first, second = draft.pinned_lessons()
    html = first.body[0].value.source
    assert f'<a id="{second.pk}" linktype="page">' in html
    assert f'<a id="{course.pk}" linktype="page">' in html
    (errors, _others) = _by_severity(faults(page=draft, revision=course.latest_revision))
    assert len(errors) == 2, "the links to what is gone, which it had before"
    log = PageLogEntry.objects.filter(page=course.pk)
    assert log.get(action=RECEIVED).user == writing.cast.author
    folder = writing.department.collection
    for model in (LibraryImage, LibraryDocument):
        assert {row.collection for row in model.objects.all()} == {folder}
        assert {row.uploaded_by_user for row in model.objects.all()} == {writing.cast.author}
    image = LibraryImage.objects.get(title="A rise")
    assert (image.credit, image.focal_point_width) == ("Crown copyright", 6)
    assert sorted(image.tags.names()) == ["charts", "rising"]
    assert LibraryDocument.objects.get(title="About talk.mp4").seconds == 12
    (talk,) = [block.value for block in first.body if block.block_type == "video"]
    assert talk["file"].filename == "talk.mp4"


def _by_severity(found: list[Any]) -> tuple[list[Any], list[Any]]:
    errors = [fault for fault in found if fault.severity is Severity.ERROR]
    return errors, [fault for fault in found if fault.severity is not Severity.ERROR]


def test_a_translation_that_came_in_is_kept_up_to_date(writing: Writing) -> None:
    with transaction.atomic():
        course = draft_course(writing)
        in_welsh(course, writing)
        archive = exported(course)
        transaction.set_rollback(True)
    course = received(writing, archive).course
    (welsh,) = translations_of(course)
    assert welsh.missing == 0
    assert welsh.course.title == "CY Asking good questions"
    assert not welsh.course.live
    bring_up_to_date(course=course, locale=welsh.locale, user=None)
    lessons = CoursePage.objects.get(pk=welsh.course.pk).get_latest_revision_as_object()
    assert len(lessons.pinned_lessons()) == 2, "the draft names its lessons before publication too"
    live = publish(course)
    publish(welsh.course)
    assert CourseVersion.objects.get(language="cy").title == "CY Asking good questions"
    lesson = LessonPage.objects.child_of(live).first()
    lesson.title = "Another title"
    lesson.save_revision()
    live = publish(live)
    (welsh,) = translations_of(live)
    assert welsh.missing == 1


def test_a_lesson_that_joins_an_import_does_not_stop_its_translation(writing: Writing) -> None:
    with transaction.atomic():
        course = draft_course(writing)
        in_welsh(course, writing)
        archive = exported(course)
        transaction.set_rollback(True)
    course = received(writing, archive).course
    late = LessonPage(title="Late", slug="late", owner=writing.cast.author, live=False)
    CoursePage.objects.get(pk=course.pk).add_child(instance=late)
    late.save_revision(user=writing.cast.author)
    course = CoursePage.objects.get(pk=course.pk)
    welsh = Locale.objects.get(language_code="cy")
    draft = bring_up_to_date(course=course, locale=welsh, user=None)
    assert len(draft.get_latest_revision_as_object().pinned_lessons()) == 2


def test_nobody_and_no_organisation_is_named(writing: Writing) -> None:
    course = draft_course(writing, scope=writing.cast.department)
    written = json.dumps(content_of(exported(course)))
    for person in (writing.cast.author, writing.cast.reviewer):
        assert person.email not in written
        assert person.full_name not in written
    assert writing.cast.department.name not in written
    assert set(content_of(exported(course))["course"]) == {
        "id", "language", "slug", "title", "summary", "level", "topic", "outcomes",
        "accessibility_notes", "review_date", "lessons", "steps", "translations",
    }  # fmt: skip
    assert PageLogEntry.objects.filter(page=course.pk, action=EXPORTED).count() == 2


def test_a_course_that_is_here_becomes_a_separate_copy(writing: Writing) -> None:
    course = whole_course(writing)
    in_welsh(course, writing)
    archive = exported(course)
    before = {
        model: model.objects.count()
        for model in (LibraryImage, LibraryDocument, SharedPassage, GlossaryTerm)
    }
    made = received(writing, archive)
    assert made.existing == course
    assert [note for note, _about in made.notes] == [Note.COPY, Note.NEW_ADDRESS]
    copy = made.course
    assert copy.slug == f"{course.slug}-2"
    assert copy.translation_key != course.translation_key
    theirs = set(LessonPage.objects.child_of(course).values_list("step", "translation_key"))
    ours = set(LessonPage.objects.child_of(copy).values_list("step", "translation_key"))
    assert not {key for pair in theirs for key in pair} & {key for pair in ours for key in pair}
    # What the department has already is used as it is, but for the passage with a link to a page.
    assert {model: model.objects.count() for model in before} == before
    assert exported(course) == archive, "the first one has not changed"


def test_records_of_a_course_that_was_deleted_do_not_become_the_imports(writing: Writing) -> None:
    course = publish(draft_course(writing))
    archive = exported(course)
    course.delete()
    made = received(writing, archive)
    assert made.course.translation_key != course.translation_key
    assert made.existing is None


def test_a_word_that_the_department_explains_keeps_its_meaning(
    writing: Writing, archive: bytes
) -> None:
    word = GlossaryTerm.objects.create(
        term="Office", meaning="A room.", locale=Locale.get_default(),
        collection=writing.department.collection,
    )  # fmt: skip
    made = received(writing, archive)
    assert made.notes == ((Note.EXPLAINED_HERE, "Office"),)
    assert GlossaryTerm.objects.get() == word
    assert word.meaning == GlossaryTerm.objects.get().meaning


def test_a_topic_that_is_not_here_is_added(writing: Writing) -> None:
    with transaction.atomic():
        Topic.objects.create(slug="maps", name_en="Maps", names={"cy": "Mapiau"})
        archive = exported(draft_course(writing, topic="maps"))
        transaction.set_rollback(True)
    made = received(writing, archive)
    assert made.notes == ((Note.NEW_TOPIC, "Maps"),)
    assert made.course.topic.names == {"cy": "Mapiau"}


def test_an_unfinished_draft_goes_round_too(writing: Writing) -> None:
    with transaction.atomic():
        course = whole_course(writing)
        LibraryImage.objects.get(title="A rise").delete()
        LibraryDocument.objects.get(title="About talk.mp4").delete()
        draft = course.get_latest_revision_as_object()
        draft.summary, draft.review_date, draft.outcomes = "", None, []
        draft.save_revision(clean=False)
        archive = exported(course)
        transaction.set_rollback(True)
    made = received(writing, archive)
    assert made.notes == ()
    assert exported(made.course) == archive


def test_a_link_to_another_course_becomes_its_address(writing: Writing) -> None:
    other = publish(draft_course(writing, title="Other", slug="other"))
    link = f'<p><a id="{other.pk}" linktype="page">Other</a></p>'
    body = [{"type": "text", "id": str(other.translation_key), "value": link}]
    course = draft_course(writing, lessons=1, body=body)
    (lesson,) = content_of(exported(course))["course"]["lessons"]
    assert lesson["body"][0]["value"] == '<p><a href="/courses/other/">Other</a></p>'


def files() -> set[str]:
    root = Path(default_storage.location)
    return {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()}
