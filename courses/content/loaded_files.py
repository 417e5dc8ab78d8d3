"""The files of a course that is written as files: into the department's folder of the library."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.files import File
from wagtail.images import get_image_model
from wagtail.models import Collection

from cms.media.models import LibraryDocument, LibraryImage
from cms.media.validation import check_document_file, check_image_file
from learning.people.models import User


def with_files(
    block: dict[str, Any], folder: Path, collection: Collection, owner: User
) -> dict[str, Any]:
    """Return ``block`` with its files in the library, each once, named by their keys.

    Raises ValidationError for a file that the editor would refuse, OSError for a missing one.
    """
    value = block["value"]
    if block["type"] == "image":
        image = _image(folder / value["image"]["image"], collection, owner)
        return {**block, "value": {**value, "image": {**value["image"], "image": image.pk}}}
    if block["type"] == "download":
        document = _document(folder / value["document"], value["title"], collection, owner)
        return {**block, "value": {**value, "document": document.pk}}
    if block["type"] in ("video", "audio"):
        named = {
            name: _document(folder / value[name], title, collection, owner).pk
            for name, title in (
                ("file", value["title"]),
                ("captions", f"{value['title']} ({value['captions']})"),
            )
            if value[name]
        }
        return {**block, "value": {**value, **named}}
    return block


def _image(path: Path, collection: Collection, owner: User) -> LibraryImage:
    with path.open("rb") as stored:
        check_image_file(File(stored, name=path.name))
        image = get_image_model()(
            title=path.stem.replace("-", " ").capitalize(),
            file=File(stored, name=path.name),
            collection=collection,
            uploaded_by_user=owner,
        )
        image._set_file_hash()
        same = LibraryImage.objects.filter(file_hash=image.file_hash, collection=collection).first()
        if same:
            return same
        image.save()
        return image


def _document(path: Path, title: str, collection: Collection, owner: User) -> LibraryDocument:
    with path.open("rb") as stored:
        check_document_file(File(stored, name=path.name))
        document = LibraryDocument(
            title=title,
            file=File(stored, name=path.name),
            collection=collection,
            uploaded_by_user=owner,
        )
        document._set_document_file_metadata()
        same = LibraryDocument.objects.filter(
            file_hash=document.file_hash, collection=collection
        ).first()
        if same:
            return same
        document.save()
        return document
