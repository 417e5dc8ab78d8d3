"""Bringing a course that is written as files into the tree, as an author would have."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail.models import Collection, Locale, Revision

from cms.pages.models import DepartmentPage
from cms.publishing.departments import folder_of
from cms.publishing.models import Approval, ApprovalBasis
from courses.content.drafts import lesson_step
from courses.content.files.media import with_files
from courses.content.files.reading import CourseFileError, CourseFolder, LessonFile
from courses.content.files.snippets import with_snippets
from courses.content.models import CoursePage, LessonPage
from courses.content.refused_blocks import sentences_in
from learning.catalogue.models import Topic
from learning.people.models import User

# What somebody may have written on a course, with its lessons.
STREAMS = ("outcomes", "steps")
WRITTEN = (
    "title", "slug", "summary", "topic", "level", "lesson_revisions", "scope", "course_owner",
    "review_date", "accessibility_notes",
)  # fmt: skip


class Outcome(StrEnum):
    """The outcomes of loading a course."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    EDITED_HERE = "edited here since it was loaded, so left alone"


@transaction.atomic
def import_folder(
    *, course: CourseFolder, department: DepartmentPage, owner: User, overwrite: bool = False
) -> Outcome:
    """Create or update a course from files and publish it; loading the same again does nothing.

    A course that somebody has edited here since is left alone unless ``overwrite``. Raises
    CourseFileError for what the editor would refuse.
    """
    locale = Locale.objects.get(language_code__startswith=course.language)
    page = CoursePage.objects.filter(translation_key=course.id, locale=locale).first()
    if page is not None:
        if page.source_digest == course.digest and page.live:
            return Outcome.UNCHANGED
        if not overwrite and _edited_here(page):
            return Outcome.EDITED_HERE
    created = page is None
    collection = folder_of(department.organisation) or Collection.get_first_root_node()
    page = page or CoursePage(
        translation_key=course.id,
        locale=locale,
        owner=owner,
        live=False,
    )
    _fill(page, course, owner)
    if created:
        department.add_child(instance=page)
        page.save_revision(user=owner)
    lessons = [_lesson(page, lesson, course, collection, owner) for lesson in course.lessons]
    draft = CoursePage.objects.get(pk=page.pk).get_latest_revision_as_object()
    _fill(draft, course, owner)
    draft.steps = [lesson_step(lesson) for lesson in lessons]
    revision = draft.save_revision(user=owner)
    Approval.objects.create(revision=revision, basis=ApprovalBasis.LOADED)
    revision.publish(log_action=True)
    return Outcome.CREATED if created else Outcome.UPDATED


def _edited_here(page: CoursePage) -> bool:
    """Tell whether somebody wrote on ``page`` since it was loaded.

    What is live may have been written, reviewed and published here: that counts. A draft that
    differs only in what it shares with other courses was made when that changed: it does not.
    """
    latest, live = page.latest_revision, page.live_revision
    if latest is None or live is None:
        return True
    if not Approval.objects.filter(revision=live, basis=ApprovalBasis.LOADED).exists():
        return True
    return _written(latest) != _written(live)


def _written(revision: Revision) -> list[Any]:
    # What a stream holds is kept as JSON, whose names come back in another order.
    streams = [_said_in(json.loads(revision.content[name])) for name in STREAMS]
    return [*streams, *(revision.content[name] for name in WRITTEN)]


def _said_in(raw: Any) -> Any:
    # A field that a block got since the draft was saved is empty in it, and was not there before.
    if isinstance(raw, list):
        return [_said_in(part) for part in raw]
    if isinstance(raw, dict):
        return {name: _said_in(part) for name, part in raw.items() if part not in (None, False)}
    return raw


def _fill(page: CoursePage, course: CourseFolder, owner: User) -> None:
    page.title = course.title
    page.slug = course.slug
    page.summary = course.summary
    page.topic = Topic.objects.get(slug=course.topic)
    page.level = course.level
    page.outcomes = [("outcome", outcome) for outcome in course.outcomes]
    page.course_owner = page.course_owner or owner
    page.review_date = course.review_date
    page.accessibility_notes = course.accessibility_notes
    page.source_digest = course.digest


def _lesson(
    course_page: CoursePage,
    lesson: LessonFile,
    course: CourseFolder,
    collection: Collection,
    owner: User,
) -> LessonPage:
    page = LessonPage.objects.filter(
        translation_key=lesson.id, locale=course_page.locale_id
    ).first()
    created = page is None
    page = page or LessonPage(
        translation_key=lesson.id,
        step=lesson.id,
        locale=course_page.locale,
        owner=owner,
        live=False,
    )
    page.title = lesson.title
    page.slug = lesson.slug
    page.summary = lesson.summary
    page.minutes = lesson.minutes

    def filed(block: dict[str, Any]) -> dict[str, Any]:
        return with_files(block, course.folder, collection, owner)

    try:
        raw = [
            with_snippets(filed(block), course_page.locale, collection, filed)
            for block in lesson.blocks
        ]
        page.body = LessonPage._meta.get_field("body").to_python(json.dumps(raw))
        # The same validation as in the editor: a file can no more skip it than a person can.
        page.body.stream_block.clean(page.body)
    except ValidationError as refused:
        raise CourseFileError(
            f"the lesson {lesson.slug}: {' '.join(sentences_in(refused))}"
        ) from refused
    if created:
        CoursePage.objects.get(pk=course_page.pk).add_child(instance=page)
    page.save_revision(user=owner)
    return page
