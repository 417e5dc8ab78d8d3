"""The words and names in a body that somebody sent, looked at before anything is made of them."""

from __future__ import annotations

from typing import Any

from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock
from wagtail.snippets.blocks import SnippetChooserBlock

from cms.blocks.walking import changed
from courses.content.exchange.content import Course
from courses.content.exchange.refusals import ArchiveRefused, Refusal
from courses.content.exchange.rich_text import (
    DOCUMENT,
    GONE,
    cleaned,
    is_plain,
    with_links,
)
from courses.content.exchange.shapes import check_shape


class Looked:
    """A check of the bodies of ``course``; ``fixed`` says whether one held more than words."""

    def __init__(self, course: Course) -> None:
        self._course = course
        self._lessons = {f"lesson-{lesson.step}" for lesson in course.lessons}
        self._pages = {"course", GONE, *self._lessons}
        self.fixed = False

    def at(self, block: blocks.StreamBlock, raw: Any) -> Any:
        """Return the body with nothing in it but what the editor would keep.

        Raises ArchiveRefused for another shape, and for names of what the archive does not have.
        """
        check_shape(block, raw)
        return changed(block, raw, self._field)

    def _field(self, block: blocks.Block, value: Any, path: str) -> Any:
        if isinstance(block, blocks.RichTextBlock) and isinstance(value, str):
            return self._rich(block, value, path)
        if isinstance(block, blocks.PageChooserBlock):
            fine = value is None or (isinstance(value, str) and value in self._lessons)
        elif isinstance(block, blocks.IntegerBlock):
            fine = value is None or type(value) is int
        elif isinstance(block, blocks.ChooserBlock):
            known: Any = list_of(self._course, block)
            fine = value is None or (isinstance(value, str) and value in known)
        elif isinstance(block, blocks.BooleanBlock):
            fine = value is None or isinstance(value, bool)
        else:
            fine = isinstance(value, str)
        if not fine:
            raise ArchiveRefused(Refusal.WRONG_SHAPE, path)
        return value

    def _rich(self, block: blocks.RichTextBlock, html: str, path: str) -> str:
        features = block.features or ()
        if not is_plain(html, features):
            self.fixed = True
            html = cleaned(html, features)
            if not is_plain(html, features):
                raise ArchiveRefused(Refusal.WRONG_SHAPE, path)

        def link(kind: str, name: str) -> dict[str, str]:
            known = {GONE, *self._course.documents} if kind == DOCUMENT else self._pages
            if name not in known:
                raise ArchiveRefused(Refusal.WRONG_SHAPE, path)
            return {"linktype": kind, "id": name}

        return with_links(html, link)


def list_of(course: Course, block: blocks.ChooserBlock) -> dict[str, Any]:
    """Return the list of the archive that ``block`` chooses from."""
    if isinstance(block, ImageChooserBlock):
        return dict(course.pictures)
    if isinstance(block, DocumentChooserBlock):
        return dict(course.documents)
    if isinstance(block, SnippetChooserBlock):
        passages = block.model_class._meta.model_name == "sharedpassage"
        return dict(course.passages if passages else course.words)
    return {}
