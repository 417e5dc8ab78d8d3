"""The pages of an archive: a course, its lessons and their translations, as drafts."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.text import slugify
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock
from wagtail.models import Collection, Locale, Page

from cms.blocks.walking import changed
from cms.pages.models import DepartmentPage
from cms.publishing.departments import provide_department_in
from cms.snippets.models import SharedPassage
from courses.content.addresses import check_address, check_lesson_address
from courses.content.exchange.checking import LookedAt
from courses.content.exchange.content import Lesson, Translation
from courses.content.exchange.files import FileKeeper
from courses.content.exchange.refusals import ArchiveRefused, Refusal
from courses.content.exchange.rich_text import DOCUMENT, GONE, with_links
from courses.content.exchange.snippets import SnippetKeeper
from courses.content.exchange.translations import take_translation
from courses.content.free_addresses import free_course_address, taken_by_a_course
from courses.content.models import CoursePage, LessonPage
from courses.content.refused_blocks import sentences_in
from courses.content.translation.courses import bring_up_to_date
from learning.catalogue.models import Level, Topic
from learning.people.models import User


class Note(StrEnum):
    """The kinds of notes for the person who imports a course."""

    COPY = "copy"
    NEW_ADDRESS = "new address"
    NEW_TOPIC = "new topic"
    FIXED = "fixed"
    EXPLAINED_HERE = "explained here"
    LANGUAGE_LEFT_OUT = "language left out"
    TEXTS_LEFT_OUT = "texts left out"


class PageMaker:
    """A maker of the pages of one archive; ``notes`` are what is to be told of it afterwards."""

    def __init__(
        self,
        *,
        sent: LookedAt,
        identities: Mapping[UUID, UUID],
        department: DepartmentPage,
        files: FileKeeper,
        collection: Collection,
        user: User,
    ) -> None:
        """Keep what is needed; ``identities`` gives the identity here of each in the archive."""
        self._looked, self._sent, self._identities = sent, sent.course, identities
        self._department, self._locale = department, department.locale
        self._files, self._user = files, user
        self._snippets = SnippetKeeper(sent.course, self._locale, collection, user, self._local)
        self._pages: dict[str, int] = {}
        self.notes = [(Note.FIXED, title) for title in sent.fixed]

    def course(self) -> CoursePage:
        """Make the draft with all that belongs to it, and return it; raises ArchiveRefused."""
        sent = self._sent
        course = self._course()
        lessons = {lesson.id: self._lesson(course, lesson) for lesson in sent.lessons}
        for lesson in sent.lessons:
            self._fill(lessons[lesson.id], lesson)
        self._list(course)
        course = CoursePage.objects.get(pk=course.pk)
        if course.slug != sent.slug:
            self.notes.append((Note.NEW_ADDRESS, course.slug))
        self.notes += [(Note.EXPLAINED_HERE, term) for term in self._snippets.explained_here]
        for translation in sent.translations:
            self._translate(course, {sent.id: course, **lessons}, translation)
        return course

    def _course(self) -> CoursePage:
        sent = self._sent
        if sent.level not in Level.values:
            raise ArchiveRefused(Refusal.WRONG_SHAPE, "level")
        outcomes = CoursePage._meta.get_field("outcomes").to_python(
            json.dumps(self._looked.outcomes)
        )
        page = CoursePage(
            translation_key=self._identities[sent.id],
            locale=self._locale,
            title=sent.title,
            slug=free_course_address(sent.slug or slugify(sent.title) or "course"),
            summary=sent.summary,
            topic=self._topic(),
            level=sent.level,
            outcomes=outcomes,
            accessibility_notes=sent.accessibility_notes,
            review_date=sent.review_date,
            owner=self._user,
            course_owner=self._user,
            live=False,
        )
        with _told_of(sent.title):
            check_address(page.slug)
            outcomes.stream_block.clean_deferred(outcomes)
            # As fresh as the tree: where a child goes is counted from what the parent says.
            DepartmentPage.objects.get(pk=self._department.pk).add_child(instance=page)
            page.save_revision(user=self._user, clean=False)
        self._pages["course"] = page.pk
        return page

    def _topic(self) -> Topic:
        sent = self._sent.topic
        found = Topic.objects.filter(slug=sent["slug"]).first()
        if found:
            return found
        if not self._user.has_perm("catalogue.add_topic"):
            raise ArchiveRefused(Refusal.UNKNOWN_TOPIC, sent["name_en"] or sent["slug"])
        names = {"cy": sent["name_cy"]} if sent["name_cy"] else {}
        made = Topic(slug=sent["slug"], name_en=sent["name_en"], names=names)
        with _told_of(sent["name_en"]):
            made.full_clean()
        made.save()
        self.notes.append((Note.NEW_TOPIC, made.name_en))
        return made

    def _lesson(self, course: CoursePage, sent: Lesson) -> LessonPage:
        page = LessonPage(
            translation_key=self._identities[sent.id],
            step=self._identities[sent.step],
            locale=self._locale,
            title=sent.title,
            slug=sent.slug,
            summary=sent.summary,
            minutes=sent.minutes,
            owner=self._user,
            live=False,
        )
        with _told_of(sent.title):
            check_lesson_address(page.slug)
            CoursePage.objects.get(pk=course.pk).add_child(instance=page)
        self._pages[f"lesson-{sent.step}"] = page.pk
        return page

    def _fill(self, page: LessonPage, sent: Lesson) -> None:
        """Give a lesson its words: only now, for they may lead to lessons that come after it."""
        field = LessonPage._meta.get_field("body")
        raw = self._local(field.stream_block, self._looked.bodies[sent.id])
        page.body = field.to_python(json.dumps(raw))
        with _told_of(sent.title):
            # The same validation as of a draft in the editor.
            page.body.stream_block.clean_deferred(page.body)
            page.save()
            page.save_revision(user=self._user, clean=False)

    def _list(self, course: CoursePage) -> None:
        """Put the steps in the order of the archive, with those that are no lessons."""
        field = CoursePage._meta.get_field("steps")
        draft = CoursePage.objects.get(pk=course.pk).get_latest_revision_as_object()
        draft.steps = field.to_python(
            json.dumps(self._local(field.stream_block, self._looked.steps))
        )
        with _told_of(self._sent.title):
            draft.steps.stream_block.clean_deferred(draft.steps)
            draft.save_revision(user=self._user, clean=False)

    def _local(self, block: blocks.Block, raw: Any) -> Any:
        """Return the value that a field stores here: keys of rows where the archive has names."""

        def field(inner: blocks.Block, value: Any, _path: str) -> Any:
            if isinstance(inner, blocks.RichTextBlock):
                return with_links(value, self._link)
            if isinstance(inner, blocks.ChooserBlock):
                return None if value is None else self._key(inner, value)
            return value

        return changed(block, raw, field)

    def _key(self, block: blocks.ChooserBlock, name: str) -> int:
        if isinstance(block, blocks.PageChooserBlock):
            return self._pages[name]
        if isinstance(block, ImageChooserBlock):
            return self._files.picture(name)
        if isinstance(block, DocumentChooserBlock):
            return self._files.document(name)
        if block.model_class is SharedPassage:
            return self._snippets.passage(name)
        return self._snippets.word(name)

    def _link(self, kind: str, name: str) -> dict[str, str]:
        if name == GONE:
            return {"linktype": kind, "id": "0"}
        key = self._files.document(name) if kind == DOCUMENT else self._pages[name]
        return {"linktype": kind, "id": str(key)}

    def _translate(self, course: CoursePage, pages: dict[UUID, Page], sent: Translation) -> None:
        locale = locale_of(sent.language)
        if locale is None or locale == self._locale:
            self.notes.append((Note.LANGUAGE_LEFT_OUT, sent.language))
            return
        provide_department_in(locale, course.get_parent().specific)
        left_out = take_translation(pages=pages, locale=locale, sent=sent, key_of=self._other)
        if left_out:
            self.notes.append((Note.TEXTS_LEFT_OUT, str(left_out)))
        with _told_of(f"{self._sent.title} ({sent.language})"):
            translated = bring_up_to_date(course=course, locale=locale, user=self._user)
            draft = translated.get_latest_revision_as_object()
            if sent.slug and not taken_by_a_course(sent.slug):
                draft.slug = sent.slug
                check_address(draft.slug)
            draft.review_date = sent.review_date
            draft.course_owner = self._user
            draft.save()
            draft.save_revision(user=self._user, clean=False)

    def _other(self, block: blocks.ChooserBlock, name: str) -> int | None:
        if isinstance(block, ImageChooserBlock) and name in self._sent.pictures:
            return self._files.picture(name)
        if isinstance(block, DocumentChooserBlock) and name in self._sent.documents:
            return self._files.document(name)
        return None


@contextmanager
def _told_of(title: str) -> Iterator[None]:
    """Turn what a page or block refuses into a refusal of the archive that names the place."""
    try:
        yield
    except ValidationError as refused:
        words = " ".join(dict.fromkeys(sentences_in(refused)))
        raise ArchiveRefused(Refusal.WORDS_REFUSED, title, words) from refused


def locale_of(language: str) -> Locale | None:
    """Return the locale of a language that this service has; "en" and "en-gb" are one."""
    codes = [code for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES]
    base = language.split("-")[0]
    same = language if language in codes else None
    code = same or next((code for code in codes if code.split("-")[0] == base), None)
    return Locale.objects.get_or_create(language_code=code)[0] if code else None
