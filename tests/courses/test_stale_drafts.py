"""A form opened before a lesson changed, and a revision older than its lessons, lose nothing."""

from __future__ import annotations

import re

import pytest
from django.contrib.messages import get_messages
from django.http import HttpResponse
from django.test import Client
from wagtail.test.utils.form_data import streamfield

from cms.publishing.gate import PublishRefused
from courses.content.models import CoursePage, CourseVersion, LessonPage
from tests.authorisation.editor import course_form
from tests.factories.courses import Writing, add_lesson, body_of, draft_course, publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(writing: Writing) -> CoursePage:
    return draft_course(writing)


@pytest.fixture
def editor(writing: Writing) -> Client:
    client = Client()
    client.force_login(writing.cast.author, backend="learning.people.backends.EmployedBackend")
    return client


def latest(page: CoursePage) -> CoursePage:
    draft: CoursePage = CoursePage.objects.get(pk=page.pk).get_latest_revision_as_object()
    return draft


def steps_of(page: CoursePage) -> list[str]:
    return [step.value["lesson"].title for step in latest(page).steps]


def words_of(page: CoursePage) -> list[str]:
    return [str(lesson.body) for lesson in latest(page).pinned_lessons()]


def said(answer: HttpResponse) -> str:
    return " ".join(str(message) for message in get_messages(answer.wsgi_request))


def rewrite(page: CoursePage, words: str) -> None:
    lesson = LessonPage.objects.child_of(page).get(slug="lesson-1").get_latest_revision_as_object()
    lesson.body = [("text", f"<p>{words}</p>")]
    lesson.save_revision(user=lesson.owner)


def test_the_editor_sends_along_which_lessons_it_shows(page: CoursePage, editor: Client) -> None:
    answer = editor.get(f"/cms-admin/pages/{page.pk}/edit/").content.decode()
    found = re.search(r'name="lessons_shown" value="([\d,]+)"', answer)
    assert found
    keys = {lesson.pk for lesson in LessonPage.objects.child_of(page)}
    assert {int(key) for key in found[1].split(",")} == keys


def test_a_lesson_added_while_the_form_was_open_is_kept_and_named(
    writing: Writing, page: CoursePage, editor: Client
) -> None:
    stale = course_form(page, summary="Typed in the second tab")
    add_lesson(page, writing.cast.author, title="Meanwhile", slug="meanwhile")
    answer = editor.post(f"/cms-admin/pages/{page.pk}/edit/", stale)
    assert answer.status_code == 302
    assert steps_of(page) == ["Lesson 1", "Lesson 2", "Meanwhile"]
    assert latest(page).summary == "Typed in the second tab"
    assert "“Meanwhile” was not on the form" in said(answer)


def test_a_lesson_taken_out_on_the_form_stays_out(page: CoursePage, editor: Client) -> None:
    first = LessonPage.objects.child_of(page).get(slug="lesson-1")
    form = course_form(page, steps=streamfield([("lesson", {"lesson": first.pk})]))
    answer = editor.post(f"/cms-admin/pages/{page.pk}/edit/", form)
    assert steps_of(page) == ["Lesson 1"]
    assert "not on the form" not in said(answer)


def test_a_lesson_saved_while_the_form_was_open_keeps_its_new_words(
    page: CoursePage, editor: Client
) -> None:
    before = latest(page)
    rewrite(page, "Written meanwhile.")
    before.lessons_shown = {lesson.pk for lesson in before.get_children()}
    before.save_revision()
    assert "Written meanwhile." in words_of(page)[0]


def reverted(page: CoursePage, editor: Client, revision: int, form: dict[str, str]) -> HttpResponse:
    address = f"/cms-admin/pages/{page.pk}/revisions/{revision}/revert/"
    shown = editor.get(address).content.decode()
    assert "Every lesson keeps the words it has now" in shown
    return editor.post(address, form)


def test_going_back_restores_the_course_and_leaves_its_lessons_as_their_editors_show_them(
    writing: Writing, page: CoursePage, editor: Client
) -> None:
    old, form = latest(page).latest_revision_id, course_form(page)
    rewrite(page, "Newer words.")
    draft = latest(page)
    draft.summary = "A newer summary."
    draft.save_revision()
    add_lesson(page, writing.cast.author, title="Newer", slug="newer")
    answer = reverted(page, editor, old, form)
    assert latest(page).summary == "What asking good questions is about."
    assert "Newer words." in words_of(page)[0]
    assert steps_of(page) == ["Lesson 1", "Lesson 2", "Newer"]
    assert "“Newer” was not on the form" in said(answer)
    for lesson in LessonPage.objects.child_of(page):
        assert latest(page).lesson_revisions[str(lesson.pk)] == lesson.latest_revision_id
    publish(page)
    version = CourseVersion.objects.get(current=True)
    assert "Newer words." in str(body_of(version.steps.get(slug="lesson-1")))
    assert version.steps.count() == 3


def test_going_back_to_before_a_lesson_was_deleted_says_so(
    page: CoursePage, editor: Client
) -> None:
    old, form = latest(page).latest_revision_id, course_form(page)
    LessonPage.objects.child_of(page).get(slug="lesson-1").delete()
    reverted(page, editor, old, form)
    with pytest.raises(PublishRefused, match="A lesson among the steps was deleted"):
        publish(page)
