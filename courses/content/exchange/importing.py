"""Making the draft of a course out of an archive, whole or not at all."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from wagtail.log_actions import LogContext, log
from wagtail.models import Collection, Page
from wagtail_localize.models import TranslatableObject

from cms.pages.models import DepartmentPage
from cms.publishing.departments import folder_of, provide_department_in
from courses.content.exchange.archive import CourseArchive
from courses.content.exchange.checking import look_at
from courses.content.exchange.content import Course, read_content
from courses.content.exchange.files import FileKeeper, unpack
from courses.content.exchange.pages import Note, PageMaker, locale_of
from courses.content.exchange.refusals import ArchiveRefused, Refusal
from courses.content.freezing.rendering import BLOCK_SCHEMA
from courses.content.models import CoursePage, LessonPage
from learning.catalogue.models import Activity
from learning.people.models import User

RECEIVED = "content.import_course"


@dataclass(frozen=True)
class ImportedArchive:
    """The draft that was made, and what is to be told of it: notes with what they are about.

    ``existing`` is the course that is here under the same identity, where there is one.
    """

    course: CoursePage
    notes: tuple[tuple[Note, str], ...]
    existing: CoursePage | None


def import_archive(*, file: BinaryIO, department: DepartmentPage, user: User) -> ImportedArchive:
    """Make a draft in ``department`` of the course that ``file`` holds, with its translations.

    Where its identity is known here already, it becomes a course of its own. Raises
    ArchiveRefused; then, as after every other failure, nothing was stored.
    """
    archive = CourseArchive(file, largest=settings.LARGEST_ARCHIVE, blocks=BLOCK_SCHEMA)
    sent = look_at(read_content(archive.content))
    collection = folder_of(department.organisation) or Collection.get_first_root_node()
    with tempfile.TemporaryDirectory(prefix="course-") as folder:
        unpack(archive, sent.course, Path(folder))
        files = FileKeeper(sent.course, Path(folder), collection, user)
        try:
            with transaction.atomic(), LogContext(user=user):
                # One after another, wherever in the tree: the second of two presses of the button
                # waits, and sees that the course is here.
                Page.objects.select_for_update(no_key=True).get(depth=1)
                existing = CoursePage.objects.filter(translation_key=sent.course.id).first()
                identities = _identities(sent.course)
                maker = PageMaker(
                    sent=sent,
                    identities=identities,
                    department=_part_for(sent.course.language, department, user),
                    files=files,
                    collection=collection,
                    user=user,
                )
                course = maker.course()
                if identities[sent.course.id] != sent.course.id:
                    maker.notes.insert(0, (Note.COPY, ""))
                log(
                    instance=course,
                    action=RECEIVED,
                    user=user,
                    data={"work": str(sent.course.id)},
                )
        except BaseException:
            files.forget()
            raise
    return ImportedArchive(course, tuple(maker.notes), existing)


def _part_for(language: str, department: DepartmentPage, user: User) -> DepartmentPage:
    """Return the part where ``department`` has courses in ``language``; raises ArchiveRefused."""
    locale = locale_of(language)
    if locale is None:
        raise ArchiveRefused(Refusal.UNKNOWN_LANGUAGE, language)
    if department.locale_id != locale.pk:
        department = provide_department_in(locale, department)
    if not department.permissions_for_user(user).can_add_subpage():
        raise ArchiveRefused(Refusal.NOT_YOUR_PART)
    return department


def _identities(sent: Course) -> dict[UUID, UUID]:
    """Return the identity here of each one in the archive: itself, or fresh ones for all of them.

    Fresh where any is in use: by pages, by what learners did in a course that is gone, or by
    translations.
    """
    pages = [sent.id, *(lesson.id for lesson in sent.lessons)]
    steps = [lesson.step for lesson in sent.lessons]
    known_here = (
        Page.objects.filter(translation_key__in=pages).exists()
        or LessonPage.objects.filter(step__in=steps).exists()
        or Activity.objects.filter(work=sent.id).exists()
        or TranslatableObject.objects.filter(translation_key__in=pages).exists()
    )
    return {key: uuid4() if known_here else key for key in (*pages, *steps)}
