"""A course, a lesson, a department's set: copied with all in it, and nothing of it shared."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.actions.copy_page import CopyPageAction
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Locale, Page, Revision

from cms.media.models import LibraryDocument, LibraryImage
from cms.pages.models import DepartmentPage
from cms.publishing.departments import Department, provide_department
from cms.publishing.gate import NOT_APPROVED, faults_of
from courses.content import copying
from courses.content.copying import copy_course, copy_courses, copy_lesson
from courses.content.models import CoursePage, LessonPage
from courses.content.translating import begin_translation
from courses.progress.selectors import course_progress
from learning.catalogue.models import Activity
from learning.people.models import User
from tests.factories.courses import (
    Writing,
    add_lesson,
    check,
    complete_lessons,
    draft_course,
    publish,
    published_course,
    started,
    text,
)

pytestmark = pytest.mark.django_db
SLUG = "asking-good-questions"


@pytest.fixture
def elsewhere(writing: Writing) -> Department:
    """Another department, where the author writes too."""
    other = provide_department(organisation=writing.cast.other_department)
    writing.cast.author.groups.add(Group.objects.get(pk=other.authors.pk))
    return other


def browser(person: User) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(person, backend="learning.people.backends.EmployedBackend")
    return client


def draft_of(page: Page) -> Any:
    return type(page).objects.get(pk=page.pk).get_latest_revision_as_object()


def with_words(lesson: LessonPage, blocks: list[dict[str, Any]], **parts: Any) -> LessonPage:
    draft = draft_of(lesson)
    draft.body = LessonPage._meta.get_field("body").to_python(json.dumps(blocks))
    for name, value in parts.items():
        setattr(draft, name, value)
    draft.save_revision()
    return LessonPage.objects.get(pk=lesson.pk)


def prose(html: str) -> dict[str, Any]:
    return {"type": "text", "id": str(UUID(int=len(html))), "value": html}


def whole(writing: Writing, course: CoursePage, **how: Any) -> CoursePage:
    given = {"title": "Copy", "slug": "copy", "to": writing.department.page} | how
    return copy_course(course=course, user=writing.cast.author, **given)


def lesson_of(course: Page, slug: str) -> LessonPage:
    return LessonPage.objects.child_of(course).get(slug=slug)


def faults(course: CoursePage) -> list[str]:
    """Return what the gate has to say of the latest draft, apart from the approval."""
    course = CoursePage.objects.get(pk=course.pk)
    found = faults_of(course, course.get_latest_revision())
    return sorted(fault.message for fault in found if fault.message != str(NOT_APPROVED))


def test_a_copy_has_the_newest_words_in_the_order_of_the_steps(
    writing: Writing, course: CoursePage
) -> None:
    with_words(lesson_of(course, "lesson-2"), [text("Newer."), check("And now?")], title="Newer")
    draft = draft_of(course)
    draft.steps = [("lesson", step.value) for step in reversed(list(draft.steps))]
    draft.save_revision()
    copy = whole(writing, course)
    draft, original = draft_of(copy), draft_of(course)
    lessons = draft.pinned_lessons()
    assert [lesson.title for lesson in lessons] == ["Newer", "Lesson 1"]
    assert {lesson.pk for lesson in lessons} == set(
        Page.objects.child_of(copy).values_list("pk", flat=True)
    )
    assert [list(lesson.body.raw_data) for lesson in lessons] == [
        list(lesson.body.raw_data) for lesson in original.pinned_lessons()
    ]
    assert draft.lesson_revisions == {
        str(lesson.pk): LessonPage.objects.get(pk=lesson.pk).latest_revision_id
        for lesson in lessons
    }
    for name in ("summary", "topic", "level", "review_date", "course_owner", "locale"):
        assert getattr(draft, name) == getattr(original, name), name
    assert [one.value for one in draft.outcomes] == [one.value for one in original.outcomes]


def test_a_copy_is_a_draft_without_a_history(writing: Writing, course: CoursePage) -> None:
    copy = whole(writing, course)
    for page in (copy, *LessonPage.objects.child_of(copy)):
        page = Page.objects.get(pk=page.pk)
        assert not page.live
        assert page.live_revision_id is None
        assert page.has_unpublished_changes
        assert page.owner == writing.cast.author
        assert page.revisions.count() == 1
    assert faults(copy) == faults(course) == []
    assert not Activity.objects.filter(slug="copy").exists()


def test_what_is_wrong_with_the_original_is_wrong_with_its_copy(writing: Writing) -> None:
    page = draft_course(writing, lessons=2)
    with_words(
        lesson_of(page, "lesson-1"),
        [prose('<p>See <a href="https://www.example.org/">click here</a>.</p><h4>Deep</h4>')],
    )
    draft = draft_of(page)
    draft.review_date, draft.course_owner = None, None
    draft.save_revision()
    assert len(faults(page)) > 2
    assert faults(whole(writing, page)) == faults(page)


def test_progress_of_the_one_never_counts_for_the_other(
    writing: Writing, course: CoursePage
) -> None:
    learner = writing.cast.learner
    copy = publish(whole(writing, course))
    started(learner, SLUG)
    complete_lessons(learner, SLUG, 1, 2)
    there = course_progress(learner, "copy")
    assert there.registration is None
    assert there.done == 0
    started(learner, "copy")
    assert course_progress(learner, "copy").done == 0
    of_both = [
        {lesson.step for lesson in LessonPage.objects.child_of(one)} for one in (course, copy)
    ]
    assert not of_both[0] & of_both[1]
    assert course.translation_key != copy.translation_key


def test_links_inside_the_course_lead_into_the_copy(writing: Writing, course: CoursePage) -> None:
    first, second = lesson_of(course, "lesson-1"), lesson_of(course, "lesson-2")
    other = published_course(writing, title="Other", slug=f"{SLUG}-two", lessons=1)
    with_words(
        first,
        [
            prose(
                f'<p><a linktype="page" id="{second.pk}">next</a> '
                f'<a id="{course.pk}" linktype="page">course</a> '
                f'<a linktype="page" id="{other.pk}">other</a> '
                f'<a href="/courses/{SLUG}/lesson-2/#end">typed</a> '
                f'<a href="http://localhost:8000/courses/{SLUG}/">whole</a> '
                f'<a href="/courses/{SLUG}-two/">longer</a> '
                f'<a href="https://www.example.org/courses/{SLUG}/">far</a></p>'
            )
        ],
    )
    copy = whole(writing, course)
    mine = {lesson.slug: lesson for lesson in draft_of(copy).pinned_lessons()}
    words = mine["lesson-1"].body.raw_data[0]["value"]
    assert f'linktype="page" id="{mine["lesson-2"].pk}">next' in words
    assert f'id="{copy.pk}" linktype="page">course' in words
    assert f'id="{other.pk}">other' in words
    assert 'href="/courses/copy/lesson-2/#end">typed' in words
    assert f'href="/courses/{SLUG}-two/">longer' in words
    assert f'href="https://www.example.org/courses/{SLUG}/">far' in words
    row = lesson_of(copy, "lesson-1")
    assert row.body.raw_data[0]["value"] == words


def test_addresses_are_free_ones(writing: Writing, course: CoursePage) -> None:
    author, place = browser(writing.cast.author), f"/cms-admin/pages/{course.pk}/copy/"
    assert f'value="{SLUG}-2"' in author.get(place).content.decode()
    form = {"new_title": "Again", "new_parent_page": str(writing.department.page.pk)}
    for slug, words in ((SLUG, "already"), ("a b", "valid “slug”"), ("sŵn", "valid “slug”")):
        answer = author.post(place, form | {"new_slug": slug})
        assert answer.status_code == 200, slug
        assert words in answer.content.decode().replace("&#x27;", "'"), slug
    assert CoursePage.objects.count() == 1
    with pytest.raises(ValidationError):
        whole(writing, course, slug=SLUG)
    published = publish(whole(writing, course, slug="gone"))
    published.delete()
    answer = author.post(place, form | {"new_slug": "gone"})
    assert "Another course already has this address" in answer.content.decode()


def test_a_form_that_names_no_place_gets_a_sentence(writing: Writing, course: CoursePage) -> None:
    author, place = browser(writing.cast.author), f"/cms-admin/pages/{course.pk}/copy/"
    for parent in ({}, {"new_parent_page": "99999"}, {"new_parent_page": "x"}):
        answer = author.post(place, {"new_title": "Copy", "new_slug": "copy"} | parent)
        assert answer.status_code == 200
    assert CoursePage.objects.count() == 1


def test_a_lesson_outside_the_steps_comes_along_and_stays_outside(
    writing: Writing, course: CoursePage
) -> None:
    add_lesson(course, writing.cast.author, title="Spare", slug="spare")
    draft = draft_of(course)
    draft.lessons_shown = {step.value["lesson"].pk for step in draft.steps}
    draft.steps = [("lesson", step.value) for step in list(draft.steps)[:2]]
    draft.lesson_revisions.pop(str(lesson_of(course, "spare").pk))
    draft.save_revision()
    copy = whole(writing, course)
    assert [one.slug for one in draft_of(copy).pinned_lessons()] == ["lesson-1", "lesson-2"]
    assert lesson_of(copy, "spare").latest_revision_id


def test_a_lesson_joins_the_course_it_is_copied_to(writing: Writing, course: CoursePage) -> None:
    other = draft_course(writing, title="Other", slug="other", lessons=1)
    source = lesson_of(course, "lesson-1")
    with_words(source, [prose(f'<p><a linktype="page" id="{source.pk}">myself</a></p>')])
    for to, slugs in (
        (course, ["lesson-1", "lesson-2", "copied"]),
        (other, ["lesson-1", "copied"]),
    ):
        copy = copy_lesson(
            lesson=source, to=to, user=writing.cast.author, title="Copied", slug="copied"
        )
        draft = draft_of(to)
        assert [one.slug for one in draft.pinned_lessons()] == slugs
        assert copy.step != source.step
        assert not copy.live
        assert draft.pinned_lessons()[-1].title == "Copied"
        assert f'id="{copy.pk}">myself' in draft_of(copy).body.raw_data[0]["value"]
    publish(course)
    assert course.versions.get(current=True).lessons.count() == 3


def test_the_page_for_a_lesson_offers_a_free_address(writing: Writing, course: CoursePage) -> None:
    lesson = lesson_of(course, "lesson-1")
    author, place = browser(writing.cast.author), f"/cms-admin/pages/{lesson.pk}/copy/"
    assert 'value="lesson-1-2"' in author.get(place).content.decode()
    form = {"new_title": "Copied", "new_parent_page": str(course.pk)}
    for slug in ("lesson-1", "finished"):
        assert author.post(place, form | {"new_slug": slug}).status_code == 200
    assert author.post(place, form | {"new_slug": "lesson-1-2"}).status_code == 302
    assert lesson_of(course, "lesson-1-2").title == "Copied"


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
            assert answer.status_code in (200, 302, 403)
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


def test_an_alias_is_copied_as_what_its_original_says(writing: Writing, course: CoursePage) -> None:
    alias = course.create_alias(recursive=True, parent=writing.department.page, update_slug="alias")
    copy = whole(writing, CoursePage.objects.get(pk=alias.pk))
    assert copy.alias_of_id is None
    assert len(draft_of(copy).pinned_lessons()) == 2
    assert faults(copy) == []


def test_a_translation_is_copied_as_a_course_of_its_own(
    writing: Writing, course: CoursePage
) -> None:
    welsh = Locale.objects.get_or_create(language_code="cy")[0]
    other = begin_translation(course=course, locale=welsh, user=writing.cast.author)
    copy = copy_course(
        course=other, to=other.get_parent().specific, user=writing.cast.admin, title="Copi",
        slug="copi",
    )  # fmt: skip
    assert copy.translation_key not in (other.translation_key, course.translation_key)
    assert copy.locale == welsh
    assert all(lesson.locale == welsh for lesson in LessonPage.objects.child_of(copy))
    form = {"new_title": "Copy", "new_slug": "copy-cy",
            "new_parent_page": str(writing.department.page.pk)}  # fmt: skip
    answer = browser(writing.cast.admin).post(f"/cms-admin/pages/{other.pk}/copy/", form)
    assert "Choose a place in the same language." in answer.content.decode()


def queries_to_copy(writing: Writing, lessons: int) -> int:
    slug = f"with-{lessons}"
    page = draft_course(writing, title=slug, slug=slug, lessons=lessons)
    for _revision in range(5):
        draft_of(page).save_revision()
    with CaptureQueriesContext(
        connection,
    ) as asked:
        whole(writing, page, slug=f"copy-{lessons}")
    return len(asked)


def test_a_copy_asks_for_what_it_makes_and_no_more(writing: Writing) -> None:
    queries_to_copy(writing, 1)
    few, many = queries_to_copy(writing, 2), queries_to_copy(writing, 6)
    assert (many - few) / 4 < 60, (few, many)
    assert many < 420
