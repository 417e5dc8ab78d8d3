"""A course is made of its own lessons, each once, at an address that learners can open."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import Page, Revision

from cms.publishing.gate import PublishRefused
from cms.publishing.sweeps import publish_due
from courses.content.models import CoursePage, CourseVersion, LessonPage
from learning.catalogue.models import Activity
from learning.people.models import User
from tests.factories.courses import (
    Writing,
    approve,
    draft_course,
    publish,
    published_course,
    started,
)

SLUG = "asking-good-questions"


def browser(person: User) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(person, backend="learning.people.backends.EmployedBackend")
    return client


def copied(page: Page, below: Page, by: User) -> None:
    form = {"new_title": "Copy", "new_slug": "copy", "new_parent_page": str(below.pk)}
    form["copy_subpages"] = "on"
    assert browser(by).post(f"/cms-admin/pages/{page.pk}/copy/", form).status_code == 302


def with_step(page: CoursePage, lesson: LessonPage) -> CoursePage:
    draft = page.get_latest_revision_as_object()
    draft.steps.append(("lesson", {"lesson": lesson}))
    draft.save_revision()
    return CoursePage.objects.get(pk=page.pk)


def test_a_copy_of_a_course_is_made_of_copies_of_its_lessons(
    writing: Writing, course: CoursePage
) -> None:
    copied(course, writing.department.page, writing.cast.author)
    copy = publish(CoursePage.objects.get(slug="copy"))
    theirs = set(Page.objects.child_of(copy).values_list("pk", flat=True))
    assert {lesson.pk for lesson in copy.pinned_lessons()} == theirs
    assert copy.versions.get().steps.count() == 2
    assert copy.versions.get().activity != course.versions.get().activity


def test_a_copy_of_a_lesson_is_another_step(writing: Writing, course: CoursePage) -> None:
    lesson = LessonPage.objects.child_of(course).get(slug="lesson-1")
    copied(lesson, course, writing.cast.author)
    publish(course)
    assert CourseVersion.objects.get(current=True).steps.count() == 3
    assert CourseVersion.objects.get(current=True).steps.get(slug="lesson-1").key == lesson.step


def test_a_lesson_stands_among_the_steps_once(course: CoursePage) -> None:
    first = LessonPage.objects.child_of(course).first()
    with pytest.raises(PublishRefused, match="“Lesson 1” is among the steps twice"):
        publish(with_step(course, first))


def test_a_lesson_of_another_course_is_refused_and_not_left_out_in_silence(
    writing: Writing, course: CoursePage
) -> None:
    other = draft_course(writing, title="Other", slug="other", lessons=1)
    with pytest.raises(PublishRefused, match="“Lesson 1” belongs to another course"):
        publish(with_step(course, LessonPage.objects.child_of(other).get()))


def test_a_lesson_that_was_moved_away_is_named(writing: Writing, course: CoursePage) -> None:
    other = draft_course(writing, title="Other", slug="other", lessons=0)
    LessonPage.objects.child_of(course).get(slug="lesson-1").move(other, pos="last-child")
    draft = CoursePage.objects.get(pk=course.pk).get_latest_revision_as_object()
    draft.summary = "Another summary."
    draft.save_revision()
    with pytest.raises(PublishRefused, match="“Lesson 1” belongs to another course"):
        publish(course)


def test_a_lesson_deleted_after_approval_is_missed(course: CoursePage) -> None:
    draft = course.get_latest_revision_as_object()
    draft.summary = "Another summary."
    draft.save_revision()
    revision = approve(course).get_latest_revision()
    Page.objects.get(slug="lesson-1").delete()
    with pytest.raises(PublishRefused, match="was deleted"):
        revision.publish()


def test_the_address_of_a_deleted_course_stays_taken(writing: Writing, course: CoursePage) -> None:
    course.delete()
    with pytest.raises(PublishRefused, match="has, or had, this address"):
        publish(draft_course(writing))


def test_a_schedule_that_cannot_be_kept_stops_no_other(writing: Writing) -> None:
    stuck, fine = (draft_course(writing, title=name, slug=name) for name in ("stuck", "fine"))
    for page in (stuck, fine):
        draft = page.get_latest_revision_as_object()
        draft.slug = f"{page.slug}-later"
        draft.save_revision()
        key = approve(page).latest_revision_id
        Revision.objects.filter(pk=key).update(approved_go_live_at=timezone.now())
    draft_course(writing, title="First", slug="stuck-later")
    assert publish_due(now=timezone.now()) == 2
    assert [activity.slug for activity in Activity.objects.all()] == ["fine-later"]
    assert publish_due(now=timezone.now()) == 0


@pytest.mark.parametrize("slug", ["sŵn", "s" * 201, "a b"])
def test_an_address_that_no_route_finds_is_refused(writing: Writing, slug: str) -> None:
    with pytest.raises(Exception, match=r"letters from a to z|valid “slug”"):
        published_course(writing, slug=slug)


def test_a_welsh_title_gets_an_address_that_opens(writing: Writing) -> None:
    page = published_course(writing, title="Sŵn y data", slug="")
    started(writing.cast.learner, page.slug)
    client = browser(writing.cast.learner)
    assert client.get("/").status_code == 200
    assert client.get(f"/courses/{page.slug}/").status_code == 200


UNFINISHED = {
    "image": {"image": {"image": None, "alt_text": "", "decorative": False}},
    "download": {"document": None, "title": ""},
    "callout": {"kind": "", "title": "", "text": ""},
    "case_study": {"title": "", "setting": "", "text": ""},
    "code": {"caption": "", "language": "", "code": ""},
}


@pytest.fixture(params=UNFINISHED)
def unfinished(request: pytest.FixtureRequest, course: CoursePage) -> LessonPage:
    """A lesson with a block that was saved as a draft before it was filled in."""
    lesson = LessonPage.objects.child_of(course).get(slug="lesson-1")
    read: Callable[[str], object] = LessonPage._meta.get_field("body").to_python
    lesson.body = read(json.dumps([{"type": request.param, "value": UNFINISHED[request.param]}]))
    lesson.save_revision()
    return lesson


def test_an_unfinished_block_can_be_previewed(writing: Writing, unfinished: LessonPage) -> None:
    client = browser(writing.cast.author)
    assert client.get(f"/cms-admin/pages/{unfinished.pk}/view_draft/").status_code == 200


def test_an_unfinished_block_is_not_published(unfinished: LessonPage, course: CoursePage) -> None:
    with pytest.raises(PublishRefused, match=r"Lesson 1: .*“.*” is empty"):
        publish(course)


def test_every_word_of_a_lesson_is_found(writing: Writing) -> None:
    from learning.catalogue.selectors import search
    from tests.factories.courses import text

    published_course(writing, body=[text("alpha</p><p>beta</p><ul><li>gamma</li></ul><p>R&amp;D")])
    for words in ("alpha", "beta", "gamma", "R&D"):
        assert search(writing.cast.learner, words=words, chosen={}).narrowed.ids, words


def test_a_lesson_as_of_a_revision_is_what_wagtail_makes_of_it(course: CoursePage) -> None:
    """It is read without a query; every field has to be what ``as_object`` would have."""
    lesson = LessonPage.objects.child_of(course).get(slug="lesson-1")
    changed = lesson.get_latest_revision_as_object()
    changed.title, changed.slug, changed.minutes = "Renamed", "renamed", 7
    changed.summary, changed.body = "In short.", [("text", "<p>Other words.</p>")]
    revision = changed.save_revision()
    lesson = LessonPage.objects.get(pk=lesson.pk)
    read, whole = lesson.as_of(revision), revision.as_object()
    # Made from the words and the tree when it is saved, which what is read never is.
    made = {"url_path", "draft_title", "has_unpublished_changes", "latest_revision_created_at"}
    names = {field.attname for field in LessonPage._meta.concrete_fields} - made
    assert {name: getattr(read, name) for name in names} == {
        name: getattr(whole, name) for name in names
    }
    assert str(read.body) == str(whole.body)
