"""Bringing the files of an archive into the department's folder of the library, each once."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any, BinaryIO
from uuid import uuid4

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files import File
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from wagtail.models import Collection

from cms.media.intake import document_to_add, picture_to_add
from cms.media.models import LibraryDocument, LibraryImage
from courses.content.exchange.archive import CourseArchive
from courses.content.exchange.content import Course, LibraryFile
from courses.content.exchange.exporting import described_file
from courses.content.exchange.refusals import ArchiveRefused, Refusal
from learning.people.models import User

FOLDERS = {LibraryImage: "original_images", LibraryDocument: "documents"}


class UnpackedFile(UploadedFile):
    """A file that is unpacked on disk, so that nothing has to hold it in memory to look at it."""

    def __init__(self, content: BinaryIO, path: Path, name: str) -> None:
        super().__init__(content, name, size=path.stat().st_size)
        self._path = path

    def temporary_file_path(self) -> str:
        return str(self._path)


def unpack(archive: CourseArchive, course: Course, folder: Path) -> None:
    """Write every file that ``course`` names into ``folder``, under its digest.

    Raises ArchiveRefused where one is missing, too many, or not what its name says.
    """
    if missing := course.digests - archive.digests:
        named = (*course.pictures.values(), *course.documents.values())
        titles = sorted({file.title for file in named if file.file in missing})
        raise ArchiveRefused(Refusal.MISSING_FILE, ", ".join(titles)[:300])
    if archive.digests - course.digests:
        raise ArchiveRefused(Refusal.STRANGE_NAMES)
    for digest in sorted(course.digests):
        with (folder / digest).open("wb") as file:
            archive.unpack(digest, file)


class FileKeeper:
    """A keeper that brings files into the library on demand, by their names in the archive."""

    def __init__(self, course: Course, folder: Path, collection: Collection, user: User) -> None:
        self._course, self._folder = course, folder
        self._collection, self._user = collection, user
        self._kept: dict[str, int] = {}
        self._stored: list[str] = []

    def picture(self, name: str) -> int:
        """Return the key of the picture in the library."""
        return self._key(name, LibraryImage, self._course.pictures)

    def document(self, name: str) -> int:
        """Return the key of the document in the library."""
        return self._key(name, LibraryDocument, self._course.documents)

    def forget(self) -> None:
        """Remove the files whose rows were rolled back."""
        for path in self._stored:
            default_storage.delete(path)

    def _key(self, name: str, model: Any, listed: dict[str, LibraryFile]) -> int:
        if name not in self._kept:
            described = listed[name]
            try:
                self._kept[name] = self._row(model, described).pk
            except ValidationError as refused:
                raise ArchiveRefused(
                    Refusal.FILE_REFUSED, described.title, " ".join(refused.messages)
                ) from refused
            except PermissionDenied as denied:
                raise ArchiveRefused(Refusal.NOT_YOUR_LIBRARY) from denied
        return self._kept[name]

    def _row(self, model: Any, described: LibraryFile) -> Any:
        path = self._folder / described.file
        taken = picture_to_add if model is LibraryImage else document_to_add
        with path.open("rb") as content:
            # The same door as for anyone who uploads it: what is in it counts, not what it is
            # called.
            row = taken(
                file=UnpackedFile(content, path, described.name),
                title=described.title,
                collection=self._collection,
                user=self._user,
            )
            if same := self._same(model, row.file_hash, described):
                return same
            content.seek(0)
            # A folder of its own, so that the name stays as it is.
            wanted = f"{FOLDERS[model]}/{uuid4().hex[:8]}/{described.name}"
            stored = default_storage.save(wanted, File(content))
        self._stored.append(stored)
        row.file = stored
        if model is LibraryImage:
            row.description, row.credit = described.description, described.credit
            for part, value in zip(
                ("x", "y", "width", "height"), described.focal_point or (), strict=False
            ):
                setattr(row, f"focal_point_{part}", value)
        row.save()
        row.tags.set(described.tags)
        return row

    def _same(self, model: Any, file_hash: str, described: LibraryFile) -> Any:
        """Return the department's file with the same bytes and the same words, if there is one."""
        wanted = asdict(described)
        for row in model.objects.filter(file_hash=file_hash, collection=self._collection):
            try:
                found = described_file(row)
            except OSError:
                continue  # its file is gone
            point = found.get("focal_point")
            found = {**found, "tags": tuple(found["tags"]), "focal_point": point and tuple(point)}
            if all(wanted[name] == value for name, value in found.items()):
                return row
        return None
