"""Making the draft of a course out of a Word document, whole or not at all."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import PurePath
from typing import Any, BinaryIO
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import translation
from django.utils.text import slugify
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from wagtail.models import Collection, Page

from cms.media.intake import take_picture
from cms.media.models import LibraryImage
from cms.pages.models import DepartmentPage
from cms.publishing.departments import folder_of
from courses.content.forms import REVIEW_AFTER
from courses.content.free_addresses import free_course_address, free_lesson_address
from courses.content.models import CoursePage, LessonPage, WordImport
from courses.content.word.division import Divide
from courses.content.word.drafting import (
    BlockDraft,
    CourseDraft,
    Labels,
    LessonDraft,
    PlacedLoss,
    draft_of,
)
from courses.content.word.package import WordPackage
from courses.content.word.reading import open_document
from courses.content.word.structure import LossKind, Picture
from learning.catalogue.models import Topic
from learning.people.models import User

CHUNK = 1024 * 1024
LARGEST_PICTURE = 10 * 1024 * 1024  # WAGTAILIMAGES_MAX_UPLOAD_SIZE says it again, with a sentence


@dataclass(frozen=True)
class Imported:
    """The record of an import; ``made`` is False where the file had been imported before."""

    record: WordImport
    made: bool


def import_word(
    *,
    file: BinaryIO,
    file_name: str,
    department: DepartmentPage,
    topic: Topic,
    user: User,
    token: UUID,
    how: Divide = Divide.BY_ITSELF,
    again: bool = False,
) -> Imported:
    """Make a draft of a course in ``department`` out of a Word document.

    The same form, or the same file unless ``again``, makes one draft however often it is sent.
    Raises UnreadableWordFile; then, as after every other failure, nothing was written.
    """
    digest = _digest(file)
    if (found := _imported_before(department, digest, token, user, again=again)) is not None:
        return Imported(found, made=False)
    package, document = open_document(file)
    language = department.locale.language_code
    with translation.override(language):
        labels = Labels(introduction=_("Introduction"), notes=_("Notes"))
        draft = draft_of(
            document, how=how, otherwise=PurePath(file_name).stem or labels.introduction,
            labels=labels,
        )  # fmt: skip
    keeper = _PictureKeeper(package, draft, department, user)
    try:
        with transaction.atomic():
            # Two presses of the button at once: the second waits here and sees what the first did.
            Page.objects.select_for_update().get(pk=department.pk)
            found = _imported_before(department, digest, token, user, again=again)
            if found is not None:
                return Imported(found, made=False)
            course = _course(draft, department, topic, user)
            lessons = [
                _lesson(course, lesson, keeper.kept(number, lesson), user)
                for number, lesson in enumerate(draft.lessons)
            ]
            record = WordImport.objects.create(
                course=course,
                digest=digest,
                token=token,
                file_name=file_name[:255],
                kept=dict(draft.kept),
                losses=[_stored(loss, lessons) for loss in keeper.losses()],
                imported_by=user,
            )
    except BaseException:
        keeper.forget()
        raise
    return Imported(record, made=True)


def _digest(file: BinaryIO) -> str:
    file.seek(0)
    digest = hashlib.sha256()
    while chunk := file.read(CHUNK):
        digest.update(chunk)
    return digest.hexdigest()


def _imported_before(
    department: DepartmentPage, digest: str, token: UUID, user: User, *, again: bool
) -> WordImport | None:
    sent = WordImport.objects.filter(token=token, imported_by=user).first()
    if sent is not None or again:
        return sent
    here = WordImport.objects.filter(course__in=CoursePage.objects.child_of(department))
    return here.filter(digest=digest).order_by("pk").first()


def _course(draft: CourseDraft, department: DepartmentPage, topic: Topic, user: User) -> CoursePage:
    page = CoursePage(
        title=draft.title,
        slug=free_course_address(slugify(draft.title) or "course"),
        summary=draft.summary,
        topic=topic,
        locale=department.locale,
        owner=user,
        course_owner=user,
        review_date=localdate() + REVIEW_AFTER,
        live=False,
    )
    # As fresh as the tree: where a child goes is counted from what the parent says.
    DepartmentPage.objects.get(pk=department.pk).add_child(instance=page)
    page.save_revision(user=user)
    return page


def _lesson(
    course: CoursePage, lesson: LessonDraft, blocks: list[dict[str, Any]], user: User
) -> LessonPage:
    page = LessonPage(
        title=lesson.title,
        slug=free_lesson_address(slugify(lesson.title) or "lesson", course),
        minutes=lesson.minutes,
        locale=course.locale,
        owner=user,
        live=False,
    )
    page.body = LessonPage._meta.get_field("body").to_python(json.dumps(blocks))
    CoursePage.objects.get(pk=course.pk).add_child(instance=page)
    page.save_revision(user=user)
    return page


def _stored(loss: PlacedLoss, lessons: list[LessonPage]) -> dict[str, Any]:
    lesson = None if loss.lesson is None else lessons[loss.lesson].pk
    return {**asdict(loss), "lesson": lesson}


class _PictureKeeper:
    """A keeper that brings a draft's pictures into the library, each once, and notes refusals."""

    def __init__(
        self, package: WordPackage, draft: CourseDraft, department: DepartmentPage, user: User
    ) -> None:
        self._package, self._draft, self._user = package, draft, user
        self._collection = folder_of(department.organisation) or Collection.get_first_root_node()
        self._images: dict[str, LibraryImage | str] = {}
        self._new: list[LibraryImage] = []
        self._refused: dict[str, PlacedLoss] = {}

    def kept(self, number: int, lesson: LessonDraft) -> list[dict[str, Any]]:
        """Return the blocks of a lesson as a page stores them, without what was refused."""
        blocks = []
        for block in lesson.blocks:
            value = block.value
            if block.picture is not None:
                image = self._image(block.picture)
                if isinstance(image, str):
                    self._refuse(number, block, image)
                    continue
                value = {**value, "image": {**value["image"], "image": image.pk}}
            blocks.append({"type": block.type, "id": block.id, "value": value})
        return blocks

    def losses(self) -> list[PlacedLoss]:
        """Return the losses; of a picture that is not there, only that it is not."""
        gone = self._refused
        return [
            *(loss for loss in self._draft.losses if not loss.block or loss.block not in gone),
            *gone.values(),
        ]

    def forget(self) -> None:
        """Remove the files of pictures whose rows were rolled back."""
        for image in self._new:
            image.file.storage.delete(image.file.name)

    def _refuse(self, number: int, block: BlockDraft, why: str) -> None:
        self._draft.kept["pictures"] -= 1
        self._refused[block.id] = PlacedLoss(LossKind.PICTURE_REFUSED, why, number, "", block.near)

    def _image(self, picture: Picture) -> LibraryImage | str:
        """Return the picture in the library, or the sentence that says why it is not there."""
        if picture.part not in self._images:
            self._images[picture.part] = self._taken(picture)
        return self._images[picture.part]

    def _taken(self, picture: Picture) -> LibraryImage | str:
        content = self._package.read(picture.part, LARGEST_PICTURE)
        name = PurePath(picture.part).name
        if content is None:
            return _("The picture is larger than 10 MB.")
        try:
            image, new = take_picture(
                name=name,
                content=content,
                title=picture.alt or picture.caption or f"{self._draft.title}: {name}",
                collection=self._collection,
                user=self._user,
            )
        except ValidationError as refused:
            return " ".join(refused.messages)
        except PermissionDenied:
            return _("You may not add pictures to the library of this department.")
        if new:
            self._new.append(image)
        return image
