"""Who may exchange courses, by which doors, and what no door hands out."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from wagtail.models import GroupCollectionPermission, Locale, Page, PageLogEntry

from cms.media.models import LibraryDocument, LibraryImage
from cms.publishing.departments import provide_department
from cms.snippets.models import GlossaryTerm, SharedPassage
from courses.content.exchange.exporting import EXPORTED, export_course
from courses.content.exchange.importing import ImportedArchive, import_archive
from courses.content.exchange.refusals import ArchiveRefused, Refusal
from courses.content.models import CoursePage, LessonPage
from learning.catalogue.models import Topic
from learning.people.models import User
from tests.bad_input.archive_changes import closed, opened, set_in
from tests.factories.courses import Writing, draft_course, publish
from tests.factories.people import PersonFactory
from tests.factories.whole_course import block, document, in_welsh, picture, whole_course

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_files(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def rival(writing: Writing) -> Writing:
    """Another department, and somebody who writes there."""
    people = writing.cast
    department = provide_department(organisation=people.other_department)
    author = PersonFactory(email="rival@demo.example", organisation=people.other_department)
    author.groups.add(Group.objects.get(pk=department.authors.pk))
    return Writing(department, replace(people, author=author))


def browser(person: User) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(person, backend="learning.people.backends.EmployedBackend")
    return client


def exported(course: CoursePage) -> bytes:
    file = io.BytesIO()
    export_course(course=CoursePage.objects.get(pk=course.pk), to=file, user=None)
    return file.getvalue()


def received(writing: Writing, archive: bytes) -> ImportedArchive:
    return import_archive(
        file=io.BytesIO(archive), department=writing.department.page, user=writing.cast.author
    )


def files() -> set[str]:
    root = Path(default_storage.location)
    return {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()}


def test_an_editor_exports_a_course_from_its_page(writing: Writing) -> None:
    course = draft_course(writing)
    client = browser(writing.cast.author)
    address = reverse("content_export_course", args=[course.pk])
    assert address in client.get(f"/cms-admin/pages/{course.pk}/edit/").content.decode()
    answer = client.get(address)
    assert answer["Content-Disposition"] == 'attachment; filename="asking-good-questions.zip"'
    assert b"".join(answer.streaming_content) == exported(course)
    by = PageLogEntry.objects.filter(page=course.pk, action=EXPORTED).values_list("user", flat=True)
    assert set(by) == {writing.cast.author.pk, None}
    assert client.post(address).status_code == 405


def test_translations_and_aliases_are_not_exported_by_themselves(writing: Writing) -> None:
    course = publish(draft_course(writing))
    welsh = in_welsh(course, writing)
    alias = course.create_alias(update_slug="alias")
    client = browser(writing.cast.admin)
    for page in (welsh, alias):
        address = reverse("content_export_course", args=[page.pk])
        assert client.get(address).status_code == 404
        assert address not in client.get(f"/cms-admin/pages/{page.pk}/edit/").content.decode()


def test_a_file_of_another_department_is_not_handed_out(writing: Writing, rival: Writing) -> None:
    secret = document(rival, "secret.txt", b"The secret.")
    shown = picture(rival)
    passage = SharedPassage.objects.create(
        title="Ours", locale=Locale.get_default(), collection=writing.department.collection,
        body=json.dumps([
            block("download", {"document": secret.pk, "title": "x", "description": ""}),
        ]),
    )  # fmt: skip
    client = browser(writing.cast.author)
    for number, one in enumerate(
        (
            block("download", {"document": secret.pk, "title": "x", "description": ""}),
            block("text", f'<p><a id="{secret.pk}" linktype="document">x</a></p>'),
            block("image", {"image": {"image": shown.pk, "alt_text": "x", "decorative": False}}),
            block("passage", passage.pk),
        )
    ):
        course = draft_course(writing, slug=f"course-{number}", lessons=1, body=[one])
        with pytest.raises(ArchiveRefused) as refused:
            exported(course)
        assert refused.value.refusal is Refusal.FILE_OF_OTHERS
        assert refused.value.about == "Lesson 1"
        answer = client.get(reverse("content_export_course", args=[course.pk]), follow=True)
        page = answer.content.decode()
        assert "These lessons show a file of another department: Lesson 1." in page
        assert "The secret." not in page


def test_a_course_whose_file_is_gone_is_not_exported(writing: Writing) -> None:
    course = whole_course(writing)
    stored = LibraryImage.objects.get(title="A rise")
    default_storage.delete(stored.file.name)
    client = browser(writing.cast.author)
    answer = client.get(reverse("content_export_course", args=[course.pk]), follow=True)
    assert "The file “A rise” is gone from the library." in answer.content.decode()


def test_a_course_that_is_too_large_is_not_exported(writing: Writing, settings: Any) -> None:
    course = whole_course(writing)
    settings.LARGEST_ARCHIVE = 10_000
    with pytest.raises(ArchiveRefused) as refused:
        exported(course)
    assert refused.value.refusal is Refusal.TOO_LARGE_TO_SEND


def send(writing: Writing, archive: bytes) -> str:
    """Send an archive with the form; return the page that is shown in the end."""
    department = writing.department.page
    client = browser(writing.cast.author)
    address = reverse("content_import_course", args=[department.pk])
    assert address in client.get(f"/cms-admin/pages/{department.pk}/").content.decode()
    assert "multipart/form-data" in client.get(address).content.decode()
    answer = client.post(address, {"file": SimpleUploadedFile("a.zip", archive)}, follow=True)
    assert answer.status_code == 200
    assert answer.redirect_chain
    return answer.content.decode()


def test_whoever_imports_is_led_to_the_draft_and_to_the_course_that_was_here(
    writing: Writing, rival: Writing
) -> None:
    course = draft_course(writing)
    archive = exported(course)
    page = send(writing, archive)
    assert "is here as a draft. Nothing is published." in page
    assert "What you have now is a separate copy" in page
    assert "Its address is taken here, so the course is now at “asking-good-questions-2”." in page
    assert f'href="/cms-admin/pages/{course.pk}/edit/"' in page
    other = send(rival, archive)
    assert "What you have now is a separate copy" in other
    assert f"/cms-admin/pages/{course.pk}/edit/" not in other
    assert "Open the other one" not in other


def test_another_departments_files_are_neither_opened_nor_shared(
    writing: Writing, rival: Writing
) -> None:
    course = whole_course(writing)
    archive = exported(course)
    made = received(rival, archive)
    for model in (LibraryImage, LibraryDocument, SharedPassage, GlossaryTerm):
        ours = model.objects.filter(collection=writing.department.collection)
        theirs = model.objects.filter(collection=rival.department.collection)
        assert ours.count() == theirs.count() > 0, model
    names = [row.file.name for row in (*LibraryImage.objects.all(), *LibraryDocument.objects.all())]
    assert len(set(names)) == len(names)
    assert made.course.get_parent().specific == rival.department.page
    assert exported(made.course)  # and so everything in it is theirs


def test_an_archive_that_only_names_a_file_does_not_get_it(
    writing: Writing, rival: Writing
) -> None:
    """Knowing what a file's bytes add up to is not having it."""
    course = whole_course(writing)
    archive = exported(course)
    content, _files = opened(archive)
    with pytest.raises(ArchiveRefused) as refused:
        received(rival, closed(content, {}))
    assert refused.value.refusal is Refusal.MISSING_FILE


def test_who_may_not_add_files_imports_nothing(writing: Writing) -> None:
    with transaction.atomic():
        archive = exported(whole_course(writing))
        transaction.set_rollback(True)
    GroupCollectionPermission.objects.all().delete()
    pages = Page.objects.count()
    with pytest.raises(ArchiveRefused) as refused:
        received(writing, archive)
    assert refused.value.refusal is Refusal.NOT_YOUR_LIBRARY
    assert Page.objects.count() == pages


def test_who_may_not_add_topics_is_told_which_is_missing(writing: Writing) -> None:
    with transaction.atomic():
        Topic.objects.create(slug="maps", name_en="Maps")
        archive = exported(draft_course(writing, topic="maps"))
        transaction.set_rollback(True)
    for group in writing.cast.author.groups.all():
        group.permissions.remove(group.permissions.get(codename="add_topic"))
    author = User.objects.get(pk=writing.cast.author.pk)
    with pytest.raises(ArchiveRefused) as refused:
        received(Writing(writing.department, replace(writing.cast, author=author)), archive)
    assert (refused.value.refusal, refused.value.about) == (Refusal.UNKNOWN_TOPIC, "Maps")


def test_whatever_fails_at_the_end_leaves_nothing_behind(writing: Writing) -> None:
    with transaction.atomic():
        archive = exported(whole_course(writing))
        transaction.set_rollback(True)
    for path in files():
        default_storage.delete(path)
    pages = Page.objects.count()
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'the disk is full'; END $$;"
            "CREATE TRIGGER fail BEFORE INSERT ON wagtailcore_pagelogentry FOR EACH ROW "
            "WHEN (NEW.action = 'content.import_course') EXECUTE FUNCTION fail()"
        )
    with pytest.raises(DatabaseError), transaction.atomic():
        received(writing, archive)
    assert Page.objects.count() == pages
    assert not files()
    for model in (LibraryImage, LibraryDocument, SharedPassage, GlossaryTerm):
        assert not model.objects.exists()


def test_a_welsh_course_comes_below_the_welsh_part_of_the_department(writing: Writing) -> None:
    with transaction.atomic():
        archive = exported(draft_course(writing))
        transaction.set_rollback(True)
    made = received(writing, set_in("course.language", "cy")(archive))
    parent = made.course.get_parent().specific
    assert parent.locale.language_code == "cy"
    assert parent.organisation == writing.department.page.organisation
    assert set(LessonPage.objects.values_list("locale__language_code", flat=True)) == {"cy"}


def test_a_language_that_is_not_here_is_left_out_and_told(writing: Writing) -> None:
    with transaction.atomic():
        course = draft_course(writing)
        in_welsh(course, writing)
        archive = exported(course)
        transaction.set_rollback(True)
    made = received(writing, set_in("course.translations.0.language", "gd")(archive))
    assert made.notes == (("language left out", "gd"),)
    assert CoursePage.objects.count() == 1
