"""A course shows no file that its own department could not choose.

Anyone who may open a course may fetch what it shows. An address can be typed, and the number of a
file guessed: so what counts is what learners would see.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator

from django.utils.translation import gettext as _
from wagtail.models import GroupCollectionPermission, GroupPagePermission, Page

from cms.media.models import LibraryDocument, LibraryImage
from cms.publishing.content import Sheet
from cms.publishing.faults import Fault
from courses.content.checking.drafts import RenderedDraft
from courses.content.freezing.rendering import files_of


def faults(draft: RenderedDraft) -> Iterator[Fault]:
    """Yield blocks that show a file in a folder that only other groups work with."""
    shown: dict[str, list[tuple[Sheet, str]]] = defaultdict(list)
    for sheet, block_id, segment in draft.rendered:
        for path in files_of([segment]):
            shown[path].append((sheet, block_id))
    foreign = _foreign(draft.page, shown)
    told: set[str] = set()
    for path in sorted(foreign):
        for sheet, block_id in shown[path]:
            if block_id in told:
                continue
            told.add(block_id)
            yield next(one for one in sheet.pieces if one.block_id == block_id).fault(
                _("The lesson “%(title)s” shows a file of another department.")
                % {"title": sheet.title},
                _("Upload your own copy, and choose that."),
            )


def _foreign(page: Page, paths: Collection[str]) -> set[str]:
    """Return those of ``paths``, in the storage, that another department's folder has."""
    if not paths:
        return set()
    folders = [
        *LibraryImage.objects.filter(file__in=paths).values_list("file", "collection__path"),
        *LibraryImage.objects.filter(renditions__file__in=paths).values_list(
            "renditions__file", "collection__path"
        ),
        *LibraryDocument.objects.filter(file__in=paths).values_list("file", "collection__path"),
    ]
    foreign = folders_of_others(page, {collection for _path, collection in folders})
    return {path for path, collection in folders if collection in foreign}


def folders_of_others(page: Page, folders: Collection[str]) -> set[str]:
    """Return those of ``folders``, by their paths, that only other groups work with."""
    if not folders:
        return set()
    # What somebody may do at a root, they may do everywhere; that makes nothing a department's.
    above = page.get_ancestors(inclusive=True).filter(depth__gt=1)
    ours = set(GroupPagePermission.objects.filter(page__in=above).values_list("group", flat=True))
    granted = list(
        GroupCollectionPermission.objects.filter(collection__depth__gt=1).values_list(
            "collection__path", "group"
        )
    )
    foreign = set()
    for folder in folders:
        groups = {group for granted_at, group in granted if folder.startswith(granted_at)}
        if groups and not groups & ours:
            foreign.add(folder)
    return foreign
