"""Bringing the files of a course written as files into the department's folder of the library."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.files import File
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images import get_image_model
from wagtail.images.blocks import ImageChooserBlock
from wagtail.models import Collection

from cms.blocks.walking import changed
from cms.media.models import LibraryDocument, LibraryImage
from cms.media.validation import check_document_file, check_image_file
from courses.content.blocks import kinds_of_blocks
from learning.people.models import User


def with_files(
    block: dict[str, Any], folder: Path, collection: Collection, owner: User
) -> dict[str, Any]:
    """Return ``block`` with its files in the library, each once, named by their keys.

    Raises ValidationError for a file that the editor would refuse, OSError for a missing one.
    """
    kind = kinds_of_blocks()[block["type"]]
    titles = kind.titles_of_files(block["value"])

    def stored(field: blocks.Block, value: Any, path: str) -> Any:
        if not value or not isinstance(field, ImageChooserBlock | DocumentChooserBlock):
            return value
        if isinstance(field, ImageChooserBlock):
            return _image(folder / value, collection, owner).pk
        title = titles.get(value) or Path(value).stem
        return _document(folder / value, title, collection, owner).pk

    return {**block, "value": changed(kind, block["value"], stored)}


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
