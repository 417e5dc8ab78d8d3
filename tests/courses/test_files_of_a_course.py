"""Anyone who may open a course may fetch what it shows, and nothing besides."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from cms.media.models import LibraryDocument
from cms.publishing.departments import Department, provide_department
from cms.publishing.gate import PublishRefused
from courses.content.models import FrozenFile
from learning.people.models import User
from tests.factories.courses import Writing, published_course, text


def document(department: Department, name: str = "file.txt") -> LibraryDocument:
    made = LibraryDocument(title="A file", collection=department.collection)
    made.file.save(f"{uuid4()}-{name}", ContentFile(b"words"))
    made.save()
    return made


def download(file: LibraryDocument) -> dict[str, Any]:
    value = {"document": file.pk, "title": file.title, "description": ""}
    return {"type": "download", "id": str(uuid4()), "value": value}


def status(person: User, address: str) -> int:
    client = Client()
    client.force_login(person, backend="learning.people.backends.EmployedBackend")
    return client.get(address).status_code


def test_a_file_with_a_welsh_name_can_be_fetched(writing: Writing) -> None:
    file = document(writing.department, "canllaw-sŵn.txt")
    published_course(writing, body=[download(file)])
    kept = FrozenFile.objects.get().path
    assert kept.endswith("canllaw-sŵn.txt")
    assert status(writing.cast.learner, f"/media/{kept}") == 200
    assert status(writing.cast.learner, file.url) == 404, "the library's own is for editors"


@pytest.mark.parametrize("way", ["chosen by its number", "typed as an address"])
def test_a_course_cannot_show_a_file_of_another_department(writing: Writing, way: str) -> None:
    file = document(provide_department(organisation=writing.cast.other_department))
    link = text(f'<a href="{file.url}">x</a>')
    with pytest.raises(PublishRefused, match="a file of another department"):
        published_course(writing, body=[download(file) if "number" in way else link])
    assert status(writing.cast.learner, file.url) == 404


def test_somebody_without_an_actor_gets_no_file_of_a_course_that_nobody_started(
    writing: Writing,
) -> None:
    file = document(writing.department)
    published_course(writing, scope=writing.cast.department, body=[download(file)])
    User.objects.filter(pk=writing.cast.outsider.pk).update(actor=None)
    assert status(writing.cast.outsider, file.url) == 404
