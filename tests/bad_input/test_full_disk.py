"""An upload that finds no room: a 503 in words, and nothing half-stored."""

from __future__ import annotations

import errno
import os
import resource
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from cms.media.models import LibraryDocument, LibraryImage
from learning.config.storage import DiskFull, WholeFileStorage
from tests.bad_input.test_uploads import collection, png
from tests.factories.courses import Writing

pytestmark = pytest.mark.django_db
NO_ROOM = "The service has run out of space"


@pytest.fixture
def author(writing: Writing, browser_of: Callable[..., Client]) -> Client:
    client = browser_of(writing.cast.author)
    client.raise_request_exception = False
    return client


@pytest.fixture
def no_files_beyond() -> Iterator[Callable[[int], None]]:
    """The kernel's own refusal: no file of this process may grow beyond a size."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    yield lambda size: resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    signal.signal(signal.SIGXFSZ, before)


def stored() -> set[str]:
    root = Path(default_storage.location)
    return {str(path) for path in root.rglob("*") if path.is_file()} if root.exists() else set()


def send(client: Client, path: str, file: Any) -> Any:
    name = "files[]" if "multiple" in path else "file"
    return client.post(path, {"title": "A file", name: file, "collection": collection()})


@pytest.mark.parametrize("kind", [errno.ENOSPC, errno.EDQUOT])
@pytest.mark.parametrize(
    ("path", "name", "content"),
    [
        ("/cms-admin/documents/add/", "words.txt", b"words " * 100),
        ("/cms-admin/images/add/", "picture.png", png()),
        ("/cms-admin/documents/multiple/add/", "words.txt", b"words " * 100),
    ],
)
def test_a_full_disk_while_a_file_is_stored(
    author: Client, monkeypatch: pytest.MonkeyPatch, kind: int, path: str, name: str, content: bytes
) -> None:
    before, chunks = stored(), File.chunks

    def half(self: File, chunk_size: int | None = None) -> Iterator[bytes]:
        yield next(iter(chunks(self, chunk_size)))[:10]
        raise OSError(kind, os.strerror(kind))

    for owner in (File, SimpleUploadedFile, ContentFile):
        monkeypatch.setattr(owner, "chunks", half)
    monkeypatch.setattr("django.core.files.uploadedfile.InMemoryUploadedFile.chunks", half)
    answer = send(author, path, SimpleUploadedFile(name, content))
    assert answer.status_code == 503
    assert answer["Retry-After"] == "600"
    assert NO_ROOM in answer.content.decode()
    assert "govuk-heading-l" in answer.content.decode()
    assert stored() == before
    # Where the row was being saved too, the transaction that the test stands in is to be undone.
    assert connection.needs_rollback or not (
        LibraryDocument.objects.filter(title="A file").exists()
        or LibraryImage.objects.filter(title="A file").exists()
    )


def test_a_full_disk_while_a_form_arrives(author: Client, no_files_beyond: Any) -> None:
    before = stored()
    large = SimpleUploadedFile("words.txt", b"words " * 500_000)
    no_files_beyond(1_500_000)
    answer = send(author, "/cms-admin/documents/add/", large)
    assert answer.status_code == 503
    assert NO_ROOM in answer.content.decode()
    assert stored() == before


def test_a_full_disk_in_the_folder_of_uploads(no_files_beyond: Any) -> None:
    before = stored()
    no_files_beyond(1_000)
    with pytest.raises(DiskFull):
        default_storage.save("there/words.txt", ContentFile(b"x" * 5_000))
    assert stored() == before


def test_a_file_is_there_whole_and_replaces_none(tmp_path: Path) -> None:
    storage = WholeFileStorage(location=tmp_path)
    first = storage.save("a/words.txt", ContentFile(b"first"))
    again = storage._save("a/words.txt", ContentFile(b"second"))
    assert first == "a/words.txt" != again
    assert (tmp_path / first).read_bytes() == b"first"
    assert (tmp_path / again).read_bytes() == b"second"
    assert sorted(path.name for path in (tmp_path / "a").iterdir()) == sorted(
        [Path(first).name, Path(again).name]
    )
