"""Checking of the steps of a draft, whatever kinds they are of."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from wagtail.blocks import StreamValue

from cms.publishing.content import Draft
from cms.publishing.faults import Fault
from cms.steps.drafted import children_by_kind
from cms.steps.kinds import kind_named


def faults_of_steps(steps: StreamValue, draft: Draft, *, field: str) -> Iterator[Fault]:
    """Yield what is wrong with the ``steps`` that the ``field`` of a draft holds.

    Each stands there once, for the id of its block is what names it; the rest its kind knows.
    """
    seen: set[str] = set()
    for child in steps:
        key = str(child.id or "")
        if key in seen:
            title = child.value.get("title") or str(kind_named(child.block_type).label)
            yield Fault(
                _("The step “%(title)s” is there twice.") % {"title": title},
                draft.page.pk,
                key,
                fix=_("Remove one of them, save, and add it again."),
                path=f"{field}.{key}",
                place=title,
            )
        if key:
            seen.add(key)
    for kind, children in children_by_kind(steps):
        yield from kind.faults(children, draft)
