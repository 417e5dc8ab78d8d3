"""Importing a Word document: the draft, its pictures, twice the same, and dying half-way."""

from __future__ import annotations

import io
import threading
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation
from wagtail.models import GroupCollectionPermission, Page, PageLogEntry

from cms.media.models import LibraryImage
from cms.publishing.faults import Severity
from courses.content.checking.gate import faults
from courses.content.models import CoursePage, LessonPage, WordImport
from courses.content.word.importing import Imported, import_word
from learning.catalogue.models import Topic
from learning.people.models import User
from tests.factories.courses import Writing, approve, writing_department
from tests.factories.people import cast
from tests.factories.word import Words

pytestmark = pytest.mark.django_db


def manual() -> Words:
    words = Words()
    words.title("Reading a register")
    words.subtitle("What is in it, and what is not.")
    words.lesson("What it is")
    words.paragraph("A register lists things once.")
    words.picture("A page of a register", caption="Figure 1: a page")
    words.lesson("What it is not")
    words.table(["Column", "Meaning"], [["Key", "Never changes"]], "Table 1: columns")
    words.picture("")
    return words


def imported(writing: Writing, file: io.BytesIO | None = None, **how: object) -> Imported:
    return import_word(
        file=file or manual().saved(),
        file_name="register.docx",
        department=writing.department.page,
        topic=Topic.objects.get(slug="data"),
        user=how.pop("user", writing.cast.author),
        token=how.pop("token", None) or uuid4(),
        **how,
    )


def test_a_document_becomes_a_draft_that_lacks_only_what_is_told(writing: Writing) -> None:
    made = imported(writing)
    course = CoursePage.objects.get(pk=made.record.course_id)
    draft = course.get_latest_revision_as_object()
    assert not course.live
    assert (draft.title, draft.slug) == ("Reading a register", "reading-a-register")
    assert draft.summary == "What is in it, and what is not."
    assert draft.course_owner == writing.cast.author
    first, second = draft.pinned_lessons()
    assert [block.block_type for block in first.body] == ["text", "image"]
    picture = first.body[1].value["image"]
    assert picture.contextual_alt_text == "A page of a register"
    assert picture.collection == writing.department.collection
    assert picture.uploaded_by_user == writing.cast.author
    assert second.body[0].value["table"].caption == "Table 1: columns"
    assert [loss["kind"] for loss in made.record.losses] == ["no alt"]
    assert made.record.losses[0]["lesson"] == second.pk
    assert made.record.losses[0]["block"] == second.body[1].id
    assert made.record.kept == {
        "lessons": 2, "paragraphs": 1, "pictures": 2, "tables": 1, "links": 0,
    }  # fmt: skip
    found = faults(page=draft, revision=course.latest_revision)
    # What the gate finds in it is what the author was told, and the outcomes to write.
    wrong = [(fault.page_id, fault.block_id) for fault in found if fault.severity is Severity.ERROR]
    assert wrong == [(course.pk, None), (second.pk, second.body[1].id)]
    made_by = PageLogEntry.objects.filter(action="wagtail.create", page__in=[course, first, second])
    assert [entry.user for entry in made_by] == [writing.cast.author] * 3


def test_the_same_file_or_the_same_form_makes_one_draft(writing: Writing) -> None:
    file = manual().saved()
    first = imported(writing, file)
    again = imported(writing, file)
    assert (again.made, again.record) == (False, first.record), "the same file"
    token = uuid4()
    other = manual()
    other.paragraph("One more.")
    file = other.saved()
    second = imported(writing, file, token=token)
    assert second.made
    for _press in range(2):
        assert imported(writing, file, token=token, again=True).record == second.record
    third = imported(writing, file, again=True)
    assert third.made, "the author asked for it"
    assert third.record.course.slug == "reading-a-register-3"
    assert LibraryImage.objects.count() == 2, "the same pictures are one in the library"
    third.record.course.delete()
    second.record.course.delete()
    assert imported(writing, file).made, "the draft was deleted, so it can be made anew"


def test_a_picture_that_one_may_not_add_is_told_and_the_rest_is_kept(writing: Writing) -> None:
    GroupCollectionPermission.objects.all().delete()
    made = imported(writing)
    assert not LibraryImage.objects.exists()
    refused = [loss for loss in made.record.losses if loss["kind"] == "picture refused"]
    assert len(refused) == 2
    assert refused[0]["near"] == "What it is"
    assert [loss["kind"] for loss in made.record.losses] == ["picture refused"] * 2


def test_whatever_fails_at_the_end_leaves_nothing_behind(
    writing: Writing, settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path  # nobody else's files come and go there
    before = (Page.objects.count(), files())
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'the disk is full'; END $$;"
            "CREATE TRIGGER fail BEFORE INSERT ON content_wordimport EXECUTE FUNCTION fail()"
        )
    with pytest.raises(DatabaseError), transaction.atomic():
        imported(writing)
    assert (Page.objects.count(), files()) == before
    assert not LibraryImage.objects.exists()


def files() -> list[str]:
    there = default_storage.exists("original_images")
    return default_storage.listdir("original_images")[1] if there else []


def client_of(person: User) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(person, backend="learning.people.backends.EmployedBackend")
    return client


def form(content: bytes, token: UUID | None = None) -> dict[str, object]:
    return {
        "file": SimpleUploadedFile("register.docx", content),
        "topic": str(Topic.objects.get(slug="data").pk),
        "how": "auto",
        "token": str(token or uuid4()),
    }


def test_the_author_sees_what_became_of_the_document(writing: Writing) -> None:
    client, words = client_of(writing.cast.author), manual()
    words.raw("<w:r><w:object/></w:r>", words.paragraph("An attachment: "))
    department = writing.department.page
    address = reverse("content_import_word", args=[department.pk])
    assert address in client.get(f"/cms-admin/pages/{department.pk}/").content.decode()
    assert "multipart/form-data" in client.get(address).content.decode()
    content = words.saved().getvalue()
    sent = client.post(address, form(content))
    record = WordImport.objects.get()
    assert sent["Location"] == reverse("content_word_import", args=[record.pk])
    page = client.get(sent["Location"]).content.decode()
    lesson = LessonPage.objects.get(title="What it is not")
    block = lesson.body[1].id
    assert f"/cms-admin/pages/{lesson.pk}/edit/#:w:contentpath=body.{block}" in page
    assert "A picture has no words for people who cannot see it." in page
    assert "An embedded file or form was left out." in page
    assert f"/cms-admin/pages/{record.course_id}/edit/" in page
    again = client.post(address, form(content), follow=True).content.decode()
    assert "This document was imported before." in again
    assert sent["Location"] in client.get(f"/cms-admin/pages/{record.course_id}/").content.decode()
    for name in ("course", "edit"):  # the editor opens what was made
        key = record.course_id if name == "course" else lesson.pk
        assert client.get(f"/cms-admin/pages/{key}/edit/").status_code == 200
    lesson.delete()
    assert "The whole document" in client.get(sent["Location"]).content.decode()


def test_in_welsh_too(writing: Writing) -> None:
    writing.cast.author.preferred_language = "cy"
    writing.cast.author.save()
    client = client_of(writing.cast.author)
    address = reverse("content_import_word", args=[writing.department.page.pk])
    with translation.override("en-gb"):  # what a request speaks, the thread goes on speaking
        sent = client.post(address, form(manual().saved().getvalue()), follow=True)
    page = sent.content.decode()
    assert "Mewnforiwyd o Word" in page
    assert LessonPage.objects.filter(title="What it is not").exists()


def test_what_was_imported_can_be_published_once_it_is_mended(writing: Writing) -> None:
    made = imported(writing)
    course = CoursePage.objects.get(pk=made.record.course_id)
    lesson = LessonPage.objects.get(title="What it is not").get_latest_revision_as_object()
    lesson.body[1].value["image"].decorative = True
    lesson.save_revision(user=writing.cast.author)
    draft = CoursePage.objects.get(pk=course.pk).get_latest_revision_as_object()
    draft.outcomes = [("outcome", "read a register")]
    draft.save_revision(user=writing.cast.author)
    approve(course).get_latest_revision().publish(user=writing.cast.publisher)
    client = client_of(writing.cast.learner)
    client.post("/courses/reading-a-register/start/")
    page = client.get("/courses/reading-a-register/what-it-is/").content.decode()
    assert 'alt="A page of a register"' in page
    assert "Figure 1: a page" in page


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_presses_of_the_button_at_once_make_one_draft() -> None:
    writing = writing_department(cast())
    address = reverse("content_import_word", args=[writing.department.page.pk])
    content, token, answers = manual().saved().getvalue(), uuid4(), []

    def press() -> None:
        try:
            answers.append(client_of(writing.cast.author).post(address, form(content, token)))
        finally:
            connection.close()

    threads = [threading.Thread(target=press) for _press in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [answer.status_code for answer in answers] == [302, 302]
    assert answers[0]["Location"] == answers[1]["Location"]
    assert CoursePage.objects.count() == 1
    assert LibraryImage.objects.count() == 2
