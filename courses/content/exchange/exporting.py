"""Putting the draft of a course into an archive, with everything that belongs to it."""

from __future__ import annotations

import hashlib
import json
from functools import partial
from os.path import splitext
from posixpath import basename
from typing import Any, BinaryIO

from django.conf import settings
from django.core.files.storage import default_storage
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock
from wagtail.log_actions import log
from wagtail.models import Page
from wagtail.snippets.blocks import SnippetChooserBlock

from cms.blocks.walking import changed
from cms.media.models import LibraryDocument, LibraryImage
from cms.publishing.markup import key_in
from cms.snippets.models import GlossaryTerm
from courses.content.checks.files_of_others import folders_of_others
from courses.content.drafts import kinds_not_here
from courses.content.exchange import archive
from courses.content.exchange.refusals import ArchiveRefused, Refusal
from courses.content.exchange.rich_text import DOCUMENT, GONE, PAGE, with_links
from courses.content.exchange.translations import translations_to_send
from courses.content.freezing.rendering import BLOCK_SCHEMA
from courses.content.models import CoursePage, LessonPage
from courses.content.translation.courses import is_translation
from learning.people.models import User

EXPORTED = "content.export_course"
LONGEST_NAME = 70
NO_TEXT = (blocks.BooleanBlock, blocks.IntegerBlock)


def may_be_exported(course: CoursePage) -> bool:
    """Tell whether ``course`` can be sent by itself: no alias, and no translation of another."""
    return not course.alias_of_id and not is_translation(course)


def export_course(*, course: CoursePage, to: BinaryIO, user: User | None) -> None:
    """Write the latest draft of ``course`` to ``to`` as an archive; the same draft, the same bytes.

    Raises ArchiveRefused where it shows files of another department or files that are gone, or has
    a step of a kind that is not here any more.
    """
    if kinds := kinds_not_here(course):
        raise ArchiveRefused(Refusal.KIND_NOT_HERE, ", ".join(kinds))
    packer = _Packer(course)
    content = packer.content()
    packer.refuse_files_of_others()
    size = sum(default_storage.size(path) for path in packer.files.values())
    written = len(archive.as_bytes(content))
    if size + written > settings.LARGEST_ARCHIVE or written > archive.LARGEST_CONTENT:
        raise ArchiveRefused(Refusal.TOO_LARGE_TO_SEND)
    archive.write_archive(
        to,
        content,
        {
            digest: partial(default_storage.open, path, "rb")
            for digest, path in packer.files.items()
        },
    )
    log(instance=course, action=EXPORTED, user=user)


class _Packer:
    """A packer that gathers what a course uses, naming each by the order of its first use."""

    def __init__(self, course: CoursePage) -> None:
        self.course = course
        self.draft: CoursePage = course.get_latest_revision_as_object()
        # One that is among the steps twice is one lesson.
        self.lessons = list({one.pk: one for one in self.draft.pinned_lessons()}.values())
        self.files: dict[str, str] = {}
        self._lists: dict[str, dict[str, Any]] = {
            kind: {} for kind in ("picture", "document", "passage", "word")
        }
        self._known: dict[tuple[type, int], str | None] = {}
        self._folders: dict[str, set[str]] = {}
        self._place = ""
        self._pages = {
            course.pk: "course",
            **{lesson.pk: f"lesson-{lesson.step}" for lesson in self.lessons},
        }

    def content(self) -> dict[str, Any]:
        """Return the content of ``course.json``."""
        draft = self.draft
        lessons = [self._lesson(lesson) for lesson in self.lessons]
        course = {
            "id": str(draft.translation_key),
            "language": draft.locale.language_code,
            "slug": draft.slug,
            "title": draft.title,
            "summary": draft.summary,
            "level": draft.level,
            "topic": {
                "slug": draft.topic.slug,
                "name_en": draft.topic.name_en,
                "name_cy": draft.topic.names.get("cy", ""),
            },
            "outcomes": _stored(draft.outcomes),
            "accessibility_notes": draft.accessibility_notes,
            "review_date": draft.review_date and draft.review_date.isoformat(),
            "lessons": lessons,
            "steps": self._steps(draft),
            "translations": translations_to_send([draft, *self.lessons], self._named),
        }
        return {
            "format": archive.FORMAT,
            "version": archive.VERSION,
            "blocks": BLOCK_SCHEMA,
            "made_by": settings.SERVICE_VERSION,
            "course": course,
            **{f"{kind}s": listed for kind, listed in self._lists.items()},
        }

    def refuse_files_of_others(self) -> None:
        """Refuse files that this department could not choose: a number can be typed."""
        foreign = folders_of_others(self.course, set(self._folders))
        titles = sorted({title for folder in foreign for title in self._folders[folder]})
        if titles:
            raise ArchiveRefused(Refusal.FILE_OF_OTHERS, ", ".join(titles))

    def _lesson(self, lesson: LessonPage) -> dict[str, Any]:
        self._place = lesson.title
        return {
            "id": str(lesson.translation_key),
            "step": str(lesson.step),
            "slug": lesson.slug,
            "title": lesson.title,
            "summary": lesson.summary,
            "minutes": lesson.minutes,
            "body": self._body(lesson.body),
        }

    def _steps(self, draft: CoursePage) -> Any:
        """Return the list of steps, each lesson once and by its name; a deleted one has none."""
        left = {lesson.pk for lesson in self.lessons}
        steps = []
        for step in _stored(draft.steps):
            if "lesson" in step["value"]:
                if step["value"]["lesson"] not in left:
                    continue
                left.remove(step["value"]["lesson"])
            steps.append(step)
        self._place = draft.title
        return changed(draft.steps.stream_block, steps, self._field)

    def _body(self, body: blocks.StreamValue) -> Any:
        return changed(body.stream_block, _stored(body), self._field)

    def _field(self, block: blocks.Block, value: Any, path: str) -> Any:
        if isinstance(block, blocks.RichTextBlock):
            return with_links(value, self._link)
        if isinstance(block, blocks.PageChooserBlock):
            return self._pages.get(value)
        if isinstance(block, blocks.ChooserBlock):
            return self._named(block, value)
        # A text that was never filled in, and an empty one, are the same.
        return "" if value is None and not isinstance(block, NO_TEXT) else value

    def _named(self, block: blocks.Block, key: Any) -> str | None:
        """Return the name of what was chosen; None where there is nothing, or not any more."""
        model = block.model_class
        if key is None:
            return None
        if (model, key) not in self._known:
            row = model.objects.filter(pk=key).first()
            self._known[model, key] = row and self._listed(block, row)
        return self._known[model, key]

    def _listed(self, block: blocks.Block, row: Any) -> str:
        if isinstance(block, SnippetChooserBlock):
            return self._shared(row)
        if isinstance(block, ImageChooserBlock):
            return self._name("picture", self._described(row))
        return self._name("document", self._described(row))

    def _shared(self, row: Any) -> str:
        if isinstance(row, GlossaryTerm):
            return self._name("word", described_word(row))
        passage = {"id": str(row.translation_key), "title": row.title}
        return self._name("passage", {**passage, "body": self._body(row.body)})

    def _described(self, row: Any) -> dict[str, Any]:
        self._folders.setdefault(row.collection.path, set()).add(self._place)
        try:
            described = described_file(row)
        except OSError as gone:
            raise ArchiveRefused(Refusal.FILE_GONE, row.title) from gone
        self.files[described["file"]] = row.file.name
        return described

    def _name(self, kind: str, described: dict[str, Any]) -> str:
        listed = self._lists[kind]
        for name, other in listed.items():
            if other == described:
                return name
        name = f"{kind}-{len(listed) + 1}"
        listed[name] = described
        return name

    def _link(self, kind: str, name: str) -> dict[str, str]:
        """Return the attributes of a link that was chosen, as they travel."""
        key = key_in(name)
        if kind == DOCUMENT:
            return {"linktype": DOCUMENT, "id": self._named(_DOCUMENT, key) or GONE}
        if key in self._pages:
            return {"linktype": PAGE, "id": self._pages[key]}
        page = Page.objects.filter(pk=key, live=True, alias_of__isnull=True).specific().first()
        if isinstance(page, CoursePage):
            return {"href": f"/courses/{page.slug}/"}
        if isinstance(page, LessonPage):
            return {"href": f"/courses/{page.get_parent().slug}/{page.slug}/"}
        return {"linktype": PAGE, "id": GONE}


_DOCUMENT = DocumentChooserBlock()


def _stored(stream: blocks.StreamValue) -> Any:
    """Return what the field stores, as it would store it today: old drafts lack new fields."""
    list(stream)
    return json.loads(json.dumps(stream.get_prep_value()))


def described_file(row: LibraryImage | LibraryDocument) -> dict[str, Any]:
    """Return a picture or document as archives describe it. Raises OSError without its file."""
    described = {
        "file": _digest(row.file.name),
        "name": _short(basename(row.file.name)),
        "title": row.title,
        "tags": sorted(row.tags.names()),
    }
    if isinstance(row, LibraryDocument):
        return described
    point = [getattr(row, f"focal_point_{part}") for part in ("x", "y", "width", "height")]
    return {
        **described,
        "description": row.description,
        "credit": row.credit,
        "focal_point": None if None in point else point,
    }


def described_word(word: GlossaryTerm) -> dict[str, Any]:
    """Return a word of the glossary as archives describe it."""
    return {
        "id": str(word.translation_key),
        "term": word.term,
        "also": word.also,
        "meaning": word.meaning,
    }


def _short(name: str) -> str:
    stem, ending = splitext(name)
    return stem[: LONGEST_NAME - len(ending)] + ending


def _digest(path: str) -> str:
    found = hashlib.sha256()
    with default_storage.open(path, "rb") as stored:
        for chunk in stored.chunks():
            found.update(chunk)
    return found.hexdigest()
