"""The files of a course that is copied to another department: copies in that department's folder.

A course shows no file that its own department could not choose (``checks.files_of_others``), and
the first department may change or delete its own at any time. Only files are copied that
the person may choose there and add here; of all others the list before publishing tells.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePath
from typing import Any

from django.core.files import File
from wagtail.documents.permissions import permission_policy as documents_policy
from wagtail.images.permissions import permission_policy as pictures_policy
from wagtail.models import Collection

from cms.media.models import LibraryDocument, LibraryImage
from courses.content.checks.files_of_others import folders_of_others
from learning.people.models import User

LibraryFile = LibraryImage | LibraryDocument
# What another row of the library has of its own.
NOT_COPIED = {"id", "collection", "uploaded_by_user", "created_at", "file"}


class FileCopier:
    """A copier of files into one folder, each once, which can take back what it stored."""

    def __init__(self, *, folder: Collection | None, user: User) -> None:
        self._folder, self._user = folder, user
        self._copied: dict[tuple[type[LibraryFile], int], int] = {}
        self._new: list[LibraryFile] = []

    def pictures(self, page: Any, keys: Iterable[int]) -> dict[int, int]:
        """Return the copies of those pictures that ``page`` may not show, by their keys."""
        return self._copies(LibraryImage, pictures_policy, page, keys)

    def documents(self, page: Any, keys: Iterable[int]) -> dict[int, int]:
        """Return the copies of those documents that ``page`` may not offer, by their keys."""
        return self._copies(LibraryDocument, documents_policy, page, keys)

    def forget(self) -> None:
        """Remove what was stored for rows that were rolled back."""
        for one in self._new:
            one.file.storage.delete(one.file.name)

    def _copies(
        self, model: type[LibraryFile], policy: Any, page: Any, keys: Iterable[int]
    ) -> dict[int, int]:
        if self._folder is None:
            return {}
        found = list(model.objects.filter(pk__in=list(keys)).select_related("collection"))
        foreign = folders_of_others(page, {one.collection.path for one in found})
        copies = {}
        for one in found:
            if one.collection.path not in foreign:
                continue
            if (model, one.pk) not in self._copied and self._may(policy, one):
                self._copied[model, one.pk] = self._copy(one)
            if (model, one.pk) in self._copied:
                copies[one.pk] = self._copied[model, one.pk]
        return copies

    def _may(self, policy: Any, one: LibraryFile) -> bool:
        adds = policy.collections_user_has_permission_for(self._user, "add")
        return bool(
            policy.user_has_permission_for_instance(self._user, "choose", one)
            and adds.filter(pk=self._folder.pk if self._folder else None).exists()
        )

    def _copy(self, one: LibraryFile) -> int:
        same = type(one).objects.filter(collection=self._folder, file_hash=one.get_file_hash())
        if one.file_hash and (key := same.values_list("pk", flat=True).first()):
            return int(key)
        kept = {
            part.attname: getattr(one, part.attname)
            for part in one._meta.concrete_fields
            if part.name not in NOT_COPIED
        }
        copy = type(one)(collection=self._folder, uploaded_by_user=self._user, **kept)
        with one.file.storage.open(one.file.name) as stored:
            copy.file = File(stored, name=PurePath(one.file.name).name)
            copy.save()
        self._new.append(copy)
        return int(copy.pk)
