"""Aliases of courses and lessons: they offer nothing, stand in nobody's way, and convert whole."""

from __future__ import annotations

import pytest
from django.contrib.messages import get_messages
from django.http import HttpResponse
from django.test import Client
from wagtail.models import Page

from cms.pages.models import DepartmentPage
from cms.publishing.departments import provide_department
from courses.content.models import CoursePage, CourseVersion, LessonPage
from learning.catalogue.models import Activity
from tests.factories.courses import Writing, publish, published_course

pytestmark = pytest.mark.django_db
SLUG = "asking-good-questions"


@pytest.fixture
def admin(writing: Writing) -> Client:
    client = Client()
    client.force_login(writing.cast.admin, backend="learning.people.backends.EmployedBackend")
    return client


@pytest.fixture
def elsewhere(writing: Writing) -> DepartmentPage:
    return provide_department(organisation=writing.cast.other_department).page


def aliased(page: Page, below: Page, slug: str, *, whole: bool = True) -> Page:
    """Make an alias as scripts and Wagtail's own actions do; the editor offers it to nobody."""
    page = page.specific_class.objects.get(pk=page.pk)
    return page.create_alias(recursive=whole, parent=below, update_slug=slug).specific


def convert(client: Client, page: Page) -> HttpResponse:
    return client.post(f"/cms-admin/pages/{page.pk}/convert_alias/")


def said(answer: HttpResponse) -> str:
    return " ".join(str(message) for message in get_messages(answer.wsgi_request))


def test_the_editor_makes_no_alias_because_it_would_publish_past_the_gate(
    writing: Writing, course: CoursePage, admin: Client, elsewhere: DepartmentPage
) -> None:
    form = {
        "new_title": "Alias", "new_slug": "alias", "new_parent_page": str(elsewhere.pk),
        "alias": "on", "copy_subpages": "on",
    }  # fmt: skip
    answer = admin.post(f"/cms-admin/pages/{course.pk}/copy/", form)
    assert "You do not have permission to publish pages at" in answer.content.decode()
    assert not Page.objects.filter(slug="alias").exists()


def test_an_alias_offers_nothing_and_does_not_keep_its_original_from_going_live(
    course: CoursePage, admin: Client, elsewhere: DepartmentPage
) -> None:
    alias = aliased(course, elsewhere, SLUG)
    assert alias.alias_of_id == course.pk
    assert Activity.objects.count() == 1
    draft = CoursePage.objects.get(pk=course.pk).get_latest_revision_as_object()
    draft.summary = "A new summary."
    draft.save_revision()
    publish(course)
    assert CourseVersion.objects.get(current=True).summary == "A new summary."
    assert CoursePage.objects.get(pk=alias.pk).summary == "A new summary."
    CoursePage.objects.get(pk=alias.pk).unpublish()
    assert Activity.objects.get().offered


def test_a_live_alias_becomes_a_draft_of_its_own_with_lessons_of_its_own(
    writing: Writing, course: CoursePage, admin: Client, elsewhere: DepartmentPage
) -> None:
    reordered = CoursePage.objects.get(pk=course.pk).get_latest_revision_as_object()
    reordered.steps = [("lesson", step.value) for step in reversed(list(reordered.steps))]
    reordered.save_revision()
    publish(course)
    alias = aliased(CoursePage.objects.get(pk=course.pk), elsewhere, SLUG)
    assert alias.live
    assert convert(admin, alias)["Location"] == f"/cms-admin/pages/{alias.pk}/edit/"
    converted = CoursePage.objects.get(pk=alias.pk)
    assert converted.alias_of_id is None
    assert not converted.live, "nobody has approved it"
    assert converted.live_revision is None
    assert converted.slug == f"{SLUG}-2", "the address is the original's"
    assert Activity.objects.count() == 1
    lessons = LessonPage.objects.child_of(converted)
    assert not any(lesson.alias_of_id or lesson.live for lesson in lessons)
    pinned = converted.get_latest_revision_as_object().pinned_lessons()
    assert [lesson.slug for lesson in pinned] == ["lesson-2", "lesson-1"]
    assert {lesson.pk for lesson in pinned} == {lesson.pk for lesson in lessons}
    assert admin.get(f"/cms-admin/pages/{alias.pk}/edit/").status_code == 200
    publish(converted)
    assert Activity.objects.count() == 2
    assert CourseVersion.objects.filter(page=converted).get().steps.count() == 2
    original = CourseVersion.objects.get(page=course, current=True)
    assert {lesson.slug for lesson in original.steps.all()} == {"lesson-1", "lesson-2"}


def test_a_lesson_is_converted_with_its_course(
    course: CoursePage, admin: Client, elsewhere: DepartmentPage
) -> None:
    alias = aliased(course, elsewhere, "alias")
    lesson = LessonPage.objects.child_of(alias).get(slug="lesson-1")
    answer = convert(admin, lesson)
    assert answer["Location"] == f"/cms-admin/pages/{alias.pk}/edit/"
    assert "converted with its course" in said(answer)
    assert LessonPage.objects.get(pk=lesson.pk).alias_of_id


def test_nothing_is_added_below_an_alias_and_what_is_below_may_go(
    course: CoursePage, admin: Client, elsewhere: DepartmentPage
) -> None:
    alias = aliased(course, elsewhere, "alias")
    add = admin.get(f"/cms-admin/pages/add/content/lessonpage/{alias.pk}/")
    assert add.status_code == 302
    assert "permission" in said(add)
    lesson = LessonPage.objects.child_of(alias).get(slug="lesson-1")
    assert admin.post(f"/cms-admin/pages/{lesson.pk}/delete/").status_code == 302
    assert not LessonPage.objects.filter(pk=lesson.pk).exists()


def test_an_alias_of_a_lesson_joins_the_course_it_stands_below_when_it_is_converted(
    writing: Writing, course: CoursePage, admin: Client
) -> None:
    other = published_course(writing, title="Other", slug="other", lessons=1)
    lesson = LessonPage.objects.child_of(course).get(slug="lesson-2")
    alias = aliased(lesson, other, "borrowed")
    assert convert(admin, alias).status_code == 302
    draft = CoursePage.objects.get(pk=other.pk).get_latest_revision_as_object()
    assert [found.slug for found in draft.pinned_lessons()] == ["lesson-1", "borrowed"]
    publish(other)
    assert CourseVersion.objects.get(page=other, current=True).steps.count() == 2


def test_what_is_left_of_a_deleted_original_is_a_draft(
    course: CoursePage, admin: Client, elsewhere: DepartmentPage
) -> None:
    alias = aliased(course, elsewhere, "alias", whole=False)
    assert admin.post(f"/cms-admin/pages/{course.pk}/delete/").status_code == 302
    left = CoursePage.objects.get(pk=alias.pk)
    assert left.alias_of_id is None
    assert not left.live
    assert admin.get(f"/cms-admin/pages/{alias.pk}/edit/").status_code == 200


def test_a_copy_without_its_lessons_says_that_it_has_none(
    writing: Writing, course: CoursePage, admin: Client
) -> None:
    form = {
        "new_title": "Bare", "new_slug": "bare", "new_parent_page": str(writing.department.page.pk)
    }  # fmt: skip
    assert admin.post(f"/cms-admin/pages/{course.pk}/copy/", form).status_code == 302
    bare = CoursePage.objects.get(slug="bare")
    assert not bare.live
    with pytest.raises(Exception, match="Add at least one lesson"):
        publish(bare)
