"""A version shows the files it was published with, whatever happens to the library."""

from __future__ import annotations

import re

from django.core.files.base import ContentFile
from django.test import Client

from cms.media.models import LibraryDocument
from courses.content.models import CourseVersion, FrozenFile
from tests.factories.courses import Writing, body_of, publish, published_course, started
from tests.factories.people import PASSWORD, Cast

SLUG = "asking-good-questions"


def download(document: LibraryDocument) -> dict[str, object]:
    return {
        "type": "download",
        "id": "0b8a3d5e-8f0f-4b8e-9d0c-2f6a5f0f7d11",
        "value": {"document": document.pk, "title": "A sheet", "description": ""},
    }


def document_of(writing: Writing, words: bytes) -> LibraryDocument:
    return LibraryDocument.objects.create(
        title="A sheet",
        file=ContentFile(words, name="sheet (1) é.txt"),
        collection=writing.department.collection,
    )


def address_in(version: CourseVersion) -> str:
    html = str(body_of(version.steps.first()))
    return re.search(r'href="(/media/[^"]+)"', html).group(1)


def test_a_file_deleted_from_the_library_is_still_there_for_learners(
    writing: Writing, people: Cast
) -> None:
    document = document_of(writing, b"as published")
    published_course(writing, body=[download(document)], lessons=1)
    started(people.learner, SLUG)
    document.file.delete()
    document.delete()
    client = Client()
    client.post("/sign-in/password/", {"login": people.learner.email, "password": PASSWORD})
    answer = client.get(address_in(CourseVersion.objects.get()))
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content) == b"as published"


def test_publishing_again_keeps_one_copy_of_the_same_content(writing: Writing) -> None:
    document = document_of(writing, b"the same")
    page = published_course(writing, body=[download(document)], lessons=1)
    draft = page.get_latest_revision_as_object()
    draft.title = "Another title"
    draft.save_revision()
    publish(page)
    paths = set(FrozenFile.objects.values_list("path", flat=True))
    assert CourseVersion.objects.count() == 2
    assert len(paths) == 1
    assert paths.pop().startswith("kept/")
