"""The access of editors to the files of their own library."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from wagtail.documents.permissions import permission_policy as document_policy
from wagtail.images.permissions import permission_policy as image_policy

from cms.media.models import LibraryDocument, LibraryImage


def editors_of_the_library(*, path: str, user: Any) -> bool:
    """Tell whether ``user`` may choose or change the picture or document stored at ``path``."""
    if not user.has_perm("wagtailadmin.access_admin"):
        return False
    image = LibraryImage.objects.filter(Q(file=path) | Q(renditions__file=path)).first()
    if image:
        return bool(
            image_policy.user_has_any_permission_for_instance(
                user, ["add", "change", "choose"], image
            )
        )
    document = LibraryDocument.objects.filter(file=path).first()
    return bool(
        document
        and document_policy.user_has_any_permission_for_instance(
            user, ["add", "change", "choose"], document
        )
    )
