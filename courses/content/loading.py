"""Bringing a course that is written as files into the tree, as an author would have."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import Any

from django.core.files import File
from django.db import transaction
from wagtail.images import get_image_model
from wagtail.models import Collection, Locale

from cms.media.models import LibraryDocument, LibraryImage
from cms.media.validation import check_image_file
from cms.pages.models import DepartmentPage
from cms.publishing.departments import folder_of
from cms.publishing.models import Approval, ApprovalBasis
from courses.content.course_files import CourseFolder, LessonFile
from courses.content.models import CoursePage, LessonPage
from learning.catalogue.models import Topic
from learning.people.models import User


class Outcome(StrEnum):
    """What loading a course did."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    EDITED_HERE = "edited here since it was loaded, so left alone"


@transaction.atomic
def load_course(
    *, course: CourseFolder, department: DepartmentPage, owner: User, overwrite: bool = False
) -> Outcome:
    """Create or update a course from files and publish it; loading the same again does nothing.

    A course that somebody has edited here since is left alone unless ``overwrite``.
    """
    page = CoursePage.objects.filter(translation_key=course.id).first()
    if page is not None:
        if page.source_digest == course.digest and page.live:
            return Outcome.UNCHANGED
        # What is live may have been written, reviewed and published here: that counts as edited.
        loaded = Approval.objects.filter(
            revision=page.latest_revision, basis=ApprovalBasis.LOADED
        ).exists()
        edited = page.latest_revision_id != page.live_revision_id or not loaded
        if edited and not overwrite:
            return Outcome.EDITED_HERE
    created = page is None
    collection = folder_of(department.organisation) or Collection.get_first_root_node()
    page = page or CoursePage(
        translation_key=course.id,
        locale=Locale.objects.get(language_code__startswith=course.language),
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
    draft.steps = [("lesson", {"lesson": lesson}) for lesson in lessons]
    revision = draft.save_revision(user=owner)
    Approval.objects.create(revision=revision, basis=ApprovalBasis.LOADED)
    revision.publish(log_action=True)
    return Outcome.CREATED if created else Outcome.UPDATED


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
    page = LessonPage.objects.filter(translation_key=lesson.id).first()
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
    raw = [_with_files(block, course.folder, collection, owner) for block in lesson.blocks]
    page.body = LessonPage._meta.get_field("body").to_python(json.dumps(raw))
    # The same validation as in the editor: a file can no more skip it than a person can.
    page.body.stream_block.clean(page.body)
    if created:
        CoursePage.objects.get(pk=course_page.pk).add_child(instance=page)
    page.save_revision(user=owner)
    return page


def _with_files(
    block: dict[str, Any], folder: Path, collection: Collection, owner: User
) -> dict[str, Any]:
    value = block["value"]
    if block["type"] == "image":
        image = _image(folder / value["image"]["image"], collection, owner)
        return {**block, "value": {**value, "image": {**value["image"], "image": image.pk}}}
    if block["type"] == "download":
        document = _document(folder / value["document"], value["title"], collection, owner)
        return {**block, "value": {**value, "document": document.pk}}
    return block


def _image(path: Path, collection: Collection, owner: User) -> LibraryImage:
    with path.open("rb") as stored:
        check_image_file(File(stored, name=path.name))
        image = get_image_model()(
            title=path.stem.replace("-", " ").capitalize(),
            file=File(stored, name=path.name),
            collection=collection,
            uploaded_by_user=owner,
        )
        image._set_file_hash()
        same = LibraryImage.objects.filter(file_hash=image.file_hash, collection=collection).first()
        if same:
            return same
        image.save()
        return image


def _document(path: Path, title: str, collection: Collection, owner: User) -> LibraryDocument:
    with path.open("rb") as stored:
        document = LibraryDocument(
            title=title,
            file=File(stored, name=path.name),
            collection=collection,
            uploaded_by_user=owner,
        )
        document._set_document_file_metadata()
        same = LibraryDocument.objects.filter(
            file_hash=document.file_hash, collection=collection
        ).first()
        if same:
            return same
        document.save()
        return document
