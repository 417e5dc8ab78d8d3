"""The shared content in lessons is theirs to use, and is what was reviewed."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from wagtail.models import Collection

from cms.publishing.faults import Fault
from cms.snippets.blocks import PassageBlock, WordBlock
from cms.snippets.models import SharedContent
from courses.content.checking.drafts import CourseDraft
from courses.content.checks.files_of_others import folders_of_others


def faults(draft: CourseDraft) -> Iterator[Fault]:
    """Yield what belongs to another department, or has changed since it was saved."""
    used = [piece for sheet in draft.lesson_sheets for piece in sheet.of(PassageBlock, WordBlock)]
    shared: dict[str, SharedContent] = {}
    for piece in used:
        if piece.value is not None:  # what was deleted is an empty field
            shared[piece.value.uid] = piece.value
    if not shared:
        return
    keys = {one.collection_id for one in shared.values()}
    paths = dict(Collection.objects.filter(pk__in=keys).values_list("pk", "path"))
    foreign = folders_of_others(draft.page, set(paths.values()))
    for piece in used:
        if piece.value is not None and paths[piece.value.collection_id] in foreign:
            yield piece.fault(
                _("“%(title)s” belongs to another department.") % {"title": piece.value},
                _("Use one of your own, or one that everybody shares."),
            )
    for uid, one in shared.items():
        if draft.page.shared_content.get(uid) != one.digest:
            yield draft.fault(
                _(
                    "“%(title)s”, which other courses share, has changed since this version was "
                    "saved."
                )
                % {"title": one},
                _("Look at it in the lesson, then save and submit this course again."),
            )
