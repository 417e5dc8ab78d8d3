"""Taking a picture into the library that came inside another file."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.images.forms import get_image_form
from wagtail.images.permissions import permission_policy
from wagtail.models import Collection

from cms.media.models import LibraryImage
from learning.people.models import User

LONGEST_TITLE = 255


def take_picture(
    *, name: str, content: bytes, title: str, collection: Collection, user: User
) -> tuple[LibraryImage, bool]:
    """Return the picture as one of the library, and whether it is new there.

    It passes the form with which editors upload. Raises ValidationError where that refuses it, and
    PermissionDenied where ``user`` may not add pictures to ``collection``.
    """
    addable = permission_policy.collections_user_has_permission_for(user, "add")
    if not addable.filter(pk=collection.pk).exists():
        raise PermissionDenied
    form = get_image_form(LibraryImage)(
        {"title": title[:LONGEST_TITLE], "collection": collection.pk},
        {"file": SimpleUploadedFile(name, content)},
        user=user,
    )
    if not form.is_valid():
        raise ValidationError(
            [message for messages in form.errors.values() for message in messages]
        )
    image = form.save(commit=False)
    image.collection, image.uploaded_by_user = collection, user
    same = LibraryImage.objects.filter(file_hash=image.file_hash, collection=collection).first()
    if same is not None:
        return same, False
    image.save()
    return image, True
