"""Taking files into the library that came inside another file."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from wagtail.documents.forms import get_document_form
from wagtail.documents.permissions import permission_policy as document_policy
from wagtail.images.forms import get_image_form
from wagtail.images.permissions import permission_policy as image_policy
from wagtail.models import Collection

from cms.media.models import LibraryDocument, LibraryImage
from learning.people.models import User

LONGEST_TITLE = 255


def take_picture(
    *, name: str, content: bytes, title: str, collection: Collection, user: User
) -> tuple[LibraryImage, bool]:
    """Return the picture as one of the library, and whether it is new there.

    It passes the form with which editors upload. Raises ValidationError where that refuses it, and
    PermissionDenied where ``user`` may not add pictures to ``collection``.
    """
    image = picture_to_add(
        file=SimpleUploadedFile(name, content), title=title, collection=collection, user=user
    )
    same = LibraryImage.objects.filter(file_hash=image.file_hash, collection=collection).first()
    if same is not None:
        return same, False
    image.save()
    return image, True


def picture_to_add(
    *, file: UploadedFile, title: str, collection: Collection, user: User
) -> LibraryImage:
    """Return a picture that the form with which editors upload has taken; it is not saved yet.

    Raises ValidationError and PermissionDenied as ``take_picture``.
    """
    found: LibraryImage = _taken(
        get_image_form(LibraryImage), image_policy, file, title, collection, user
    )
    return found


def document_to_add(
    *, file: UploadedFile, title: str, collection: Collection, user: User
) -> LibraryDocument:
    """Return a document that the form with which editors upload has taken; it is not saved yet.

    Raises ValidationError and PermissionDenied as ``take_picture``.
    """
    found: LibraryDocument = _taken(
        get_document_form(LibraryDocument), document_policy, file, title, collection, user
    )
    return found


def _taken(
    form_class: Any, policy: Any, file: UploadedFile, title: str, collection: Collection, user: User
) -> Any:
    addable = policy.collections_user_has_permission_for(user, "add")
    if not addable.filter(pk=collection.pk).exists():
        raise PermissionDenied
    form = form_class(
        {"title": title[:LONGEST_TITLE], "collection": collection.pk}, {"file": file}, user=user
    )
    if not form.is_valid():
        raise ValidationError(
            [message for messages in form.errors.values() for message in messages]
        )
    row = form.save(commit=False)
    row.collection, row.uploaded_by_user = collection, user
    return row
