"""Permissions to write and to use what is shared, by the folders of the library."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from wagtail.documents.models import Document
from wagtail.models import Collection
from wagtail.permission_policies.collections import CollectionPermissionPolicy


class SharedContentPolicy(CollectionPermissionPolicy):
    """A policy that gives, for shared content, the permissions for documents in its folder."""

    def __init__(self, model: type) -> None:
        super().__init__(model, auth_model=Document)


def folders_to_write_in(user: Any) -> QuerySet[Collection]:
    """Return the folders in which ``user`` may add or change what is shared."""
    return SharedContentPolicy(Document).collections_user_has_any_permission_for(
        user, ["add", "change"]
    )


def usable(user: Any, model: Any) -> QuerySet[Any]:
    """Return the shared content of ``model`` that ``user`` may put into a lesson.

    That is what is in folders one works with, and what is at the root, for everybody.
    """
    own = SharedContentPolicy(Document).collections_user_has_any_permission_for(
        user, ["add", "change", "choose"]
    )
    # By keys, for a search can only be narrowed by what is in its index.
    folders = Collection.objects.filter(Q(pk__in=own.values("pk")) | Q(depth=1))
    return model.objects.filter(collection__in=folders.values("pk"))
