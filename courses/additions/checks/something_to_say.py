"""An addition says something, and everything in it is complete."""

from __future__ import annotations

from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cms.publishing.faults import Fault
from courses.additions.drafts import AdditionDraft
from courses.content.checks.fields import told


def faults(draft: AdditionDraft) -> Iterator[Fault]:
    """Yield that there is nothing in it, and what is empty or wrong in what there is."""
    page = draft.page
    contact = page.contact_name or page.contact_email or page.contact_phone
    if not (page.notes or page.lessons or contact):
        yield draft.fault(
            _("There is nothing in this addition yet."),
            _("Write a note, say whom to ask, or add a lesson."),
            field="notes",
        )
    if page.contact_name and not (page.contact_email or page.contact_phone):
        yield draft.fault(
            _("Nobody can reach “%(name)s”.") % {"name": page.contact_name},
            _("Give an email address or a telephone number."),
            field="contact_email",
        )
    try:
        page.full_clean(exclude={"course"})  # said better elsewhere
    except ValidationError as refused:
        yield from told(page, refused)
    yield from _lessons(draft)


def _lessons(draft: AdditionDraft) -> Iterator[Fault]:
    seen: set[str] = set()
    for child in draft.page.lessons:
        key = str(child.id)
        title = child.value["title"] or _("A lesson without a title")
        for name in ("title", "summary", "minutes"):
            block = child.block.child_blocks[name]
            try:
                block.clean(child.value[name])
            except ValidationError as refused:
                yield Fault(
                    f"{capfirst(str(block.label))}: {' '.join(refused.messages)}",
                    draft.page.pk,
                    key,
                    mend=_("Change it in the editor."),
                    path=f"lessons.{key}.{name}",
                    place=title,
                )
        if not child.value["body"]:
            yield Fault(
                _("The lesson “%(title)s” is empty.") % {"title": title},
                draft.page.pk,
                key,
                mend=_("Add a text to it, or remove it."),
                path=f"lessons.{key}.body",
                place=title,
            )
        if key in seen:
            yield Fault(
                _("The lesson “%(title)s” is there twice.") % {"title": title},
                draft.page.pk,
                key,
                mend=_("Remove one of them, save, and add it again."),
                path=f"lessons.{key}",
                place=title,
            )
        seen.add(key)
