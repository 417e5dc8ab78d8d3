"""Copies to another department: with files, all courses at once, by whom that may."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from wagtail.actions.copy_page import CopyPageAction
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Page, Revision

from cms.media.models import LibraryDocument, LibraryImage
from cms.pages.models import DepartmentPage
from cms.publishing.departments import Department, provide_department
from courses.content.copying import courses as copying
from courses.content.copying.courses import copy_courses, copy_lesson
from courses.content.models import CoursePage
from tests.courses.copies import browser, draft_of, faults, lesson_of, prose, whole, with_words
from tests.factories.courses import (
    Writing,
    draft_course,
    publish,
)

pytestmark = pytest.mark.django_db
SLUG = "asking-good-questions"


def picture_in(department: Department, name: str = "chart.png") -> LibraryImage:
    return LibraryImage.objects.create(
        title="A chart", credit="Nobody", file=get_test_image_file(filename=name),
        collection=department.collection,
    )  # fmt: skip


def document_in(department: Department) -> LibraryDocument:
    kept = LibraryDocument(title="Notes", collection=department.collection)
    kept.file.save("notes.txt", ContentFile(b"Notes"))
    kept.save()
    return kept


def with_files(writing: Writing, course: CoursePage) -> tuple[LibraryImage, LibraryDocument]:
    picture, notes = picture_in(writing.department), document_in(writing.department)
    shown = {"image": picture.pk, "alt_text": "Bars", "decorative": False}
    blocks = [
        {"type": "image", "id": str(UUID(int=1)),
         "value": {"image": shown, "caption": "", "description": ""}},
        {"type": "download", "id": str(UUID(int=2)),
         "value": {"document": notes.pk, "title": "Notes", "description": ""}},
        prose(f'<p>Read <a linktype="document" id="{notes.pk}">the notes of the day</a>.</p>'),
    ]  # fmt: skip
    for slug in ("lesson-1", "lesson-2"):
        with_words(lesson_of(course, slug), blocks)
    return picture, notes


def test_the_files_of_a_department_come_along_to_another(
    writing: Writing, course: CoursePage, elsewhere: Department
) -> None:
    picture, notes = with_files(writing, course)
    assert not faults(course)
    copy = whole(writing, course, to=elsewhere.page)
    assert faults(copy) == []
    theirs = LibraryImage.objects.get(collection=elsewhere.collection)
    assert (theirs.title, theirs.credit) == ("A chart", "Nobody")
    assert theirs.file.name != picture.file.name
    assert theirs.file.read() == picture.file.read()
    copied = LibraryDocument.objects.get(collection=elsewhere.collection)
    for lesson in draft_of(copy).pinned_lessons():
        shown, offered, words = list(lesson.body.raw_data)
        assert shown["value"]["image"]["image"] == theirs.pk
        assert offered["value"]["document"] == copied.pk
        assert f'id="{copied.pk}"' in words["value"]
    picture.delete()
    notes.delete()
    assert theirs.file.storage.exists(theirs.file.name)
    publish(copy)
    again = whole(writing, copy, slug="again", to=elsewhere.page)
    assert faults(again) == []
    assert LibraryImage.objects.count() == 1, "its own department needs no copy of a file"


def test_files_that_one_may_not_take_along_are_told_of(
    writing: Writing, course: CoursePage, elsewhere: Department
) -> None:
    with_files(writing, course)
    writing.department.authors.collection_permissions.all().delete()
    copy = whole(writing, course, to=elsewhere.page)
    assert "shows a file of another department" in " ".join(faults(copy))
    assert not LibraryImage.objects.filter(collection=elsewhere.collection).exists()


def test_all_courses_of_a_department_are_copied_at_once(
    writing: Writing, course: CoursePage, elsewhere: Department
) -> None:
    draft_course(writing, title="Second", slug="second", lessons=3)
    course.create_alias(recursive=True, parent=writing.department.page, update_slug="alias")
    with_files(writing, course)
    author = browser(writing.cast.author)
    place = f"/cms-admin/pages/{writing.department.page.pk}/copy/"
    assert "Copy all courses" in author.get(place).content.decode()
    answer = author.post(place, {"new_parent_page": str(elsewhere.page.pk)})
    assert answer["Location"] == f"/cms-admin/pages/{elsewhere.page.pk}/"
    copies = CoursePage.objects.child_of(elsewhere.page)
    assert {one.slug for one in copies} == {f"{SLUG}-2", "second-2"}
    assert [len(draft_of(one).pinned_lessons()) for one in copies.order_by("slug")] == [2, 3]
    assert all(faults(one) == [] for one in copies)
    assert LibraryImage.objects.filter(collection=elsewhere.collection).count() == 1
    assert DepartmentPage.objects.count() == 2
    for wrong in ("", "99999", str(course.pk), str(writing.department.page.pk)):
        assert author.post(place, {"new_parent_page": wrong}).status_code == 200, wrong
    assert copies.count() == 2


def test_one_may_copy_only_from_and_to_where_one_writes(
    writing: Writing, course: CoursePage, people: Any
) -> None:
    other = provide_department(organisation=people.other_department)
    author = writing.cast.author
    mine, theirs = writing.department.page, other.page
    foreign = draft_course(Writing(other, writing.cast), title="Foreign", slug="foreign", lessons=1)
    before = Page.objects.count()
    for page, to in ((course, theirs), (foreign, mine)):
        with pytest.raises(PermissionDenied):
            whole(writing, page, to=to)
    for lesson, to in ((lesson_of(course, "lesson-1"), foreign),
                       (lesson_of(foreign, "lesson-1"), course)):  # fmt: skip
        with pytest.raises(PermissionDenied):
            copy_lesson(lesson=lesson, to=to, user=author, title="Copy", slug="copy")
    for department, to in ((theirs, mine), (mine, theirs), (mine, mine)):
        with pytest.raises(PermissionDenied):
            copy_courses(department=department, to=to, user=author)
    reviewer = browser(writing.cast.reviewer)
    form = {"new_title": "Copy", "new_slug": "copy", "new_parent_page": str(mine.pk)}
    for place in (course.pk, foreign.pk, mine.pk, theirs.pk):
        for client in (reviewer, browser(writing.cast.outsider)):
            answer = client.post(f"/cms-admin/pages/{place}/copy/", form)
            assert answer.status_code in (200, 302, 403, 404)
    assert Page.objects.count() == before


def test_nobody_copies_the_page_of_a_department(writing: Writing) -> None:
    page = writing.department.page
    with pytest.raises(PermissionDenied):
        CopyPageAction(page, user=writing.cast.admin, recursive=True).execute()


def test_nothing_is_left_of_a_copy_that_failed(
    writing: Writing, course: CoursePage, elsewhere: Department, monkeypatch: pytest.MonkeyPatch
) -> None:
    picture, _notes = with_files(writing, course)
    pages, revisions = Page.objects.count(), Revision.objects.count()
    stored = picture.file.storage.listdir("original_images")[1]

    def fail(*args: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(copying, "_note", fail)
    with pytest.raises(RuntimeError):
        whole(writing, course, to=elsewhere.page)
    assert (Page.objects.count(), Revision.objects.count()) == (pages, revisions)
    assert picture.file.storage.listdir("original_images")[1] == stored
    assert not LibraryImage.objects.filter(collection=elsewhere.collection).exists()
