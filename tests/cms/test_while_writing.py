"""What keeps writers safe while they write: autosave, comments, comparing, others on the page."""

from __future__ import annotations

import html
import re

import pytest
from django.http import HttpResponse
from django.test import Client
from wagtail.models import Comment
from wagtail.test.utils.form_data import inline_formset, streamfield

from cms.publishing.models import Approval, PublishTask, ReviewTask
from courses.content.models import CoursePage, CourseVersion, LessonPage
from tests.authorisation.editor import course_form, lesson_form
from tests.factories.clients import client_of
from tests.factories.courses import Writing, draft_course, published_course

pytestmark = pytest.mark.django_db
JSON = {"HTTP_ACCEPT": "application/json"}


def again(page: CoursePage) -> CoursePage:
    return CoursePage.objects.get(pk=page.pk)


def summary_of(page: CoursePage) -> str:
    return str(again(page).get_latest_revision_as_object().summary)


def autosave(client: Client, page: CoursePage | LessonPage, form: dict[str, str]) -> HttpResponse:
    """Send a form as the editor does by itself: it asks for JSON and presses no button."""
    return client.post(f"/cms-admin/pages/{page.pk}/edit/", form, **JSON)


def approved(page: CoursePage, writing: Writing) -> CoursePage:
    """Bring a draft to the publisher."""
    page.get_workflow().start(page, writing.cast.author)
    state = again(page).current_workflow_task_state
    state.task.specific.on_action(state, writing.cast.reviewer, "approve")
    assert isinstance(again(page).current_workflow_task.specific, PublishTask)
    return again(page)


def test_courses_and_lessons_are_saved_as_they_are_written(writing: Writing) -> None:
    page = draft_course(writing, lessons=1)
    lesson = LessonPage.objects.child_of(page).get()
    author = client_of(writing.cast.author)
    department = writing.department.page.pk
    for address in (
        f"pages/{page.pk}/edit/",
        f"pages/{lesson.pk}/edit/",
        f"pages/add/content/coursepage/{department}/",
        f"pages/add/content/lessonpage/{page.pk}/",
    ):
        shown = author.get(f"/cms-admin/{address}").content.decode()
        assert "w-autosave:success" in shown, address
        assert int(re.search(r'data-w-autosave-interval-value="(\d+)"', shown)[1]) <= 1000

    first = autosave(author, page, course_form(page, summary="Half a sen")).json()
    assert first["success"]
    assert summary_of(page) == "Half a sen"
    # The same sitting writes over its own draft; the history does not fill up with half sentences.
    before = page.revisions.count()
    form = course_form(page, summary="Half a sentence.", overwrite_revision_id=first["revision_id"])
    assert autosave(author, page, form).json()["revision_id"] == first["revision_id"]
    assert summary_of(page) == "Half a sentence."
    assert page.revisions.count() == before

    words = '{"blocks": [{"text": "As typed.", "type": "unstyled"}], "entityMap": {}}'
    form = lesson_form(lesson, title="", body=streamfield([("text", words)]))
    assert not autosave(author, lesson, form).json()["success"], "a page without a title is none"
    form = lesson_form(lesson, body=streamfield([("text", words)]))
    assert autosave(author, lesson, form).json()["success"]
    (pinned,) = again(page).get_latest_revision_as_object().pinned_lessons()
    assert "As typed." in str(pinned.body)
    assert not again(page).live
    assert not Approval.objects.exists()


def test_autosave_reaches_no_learner_and_goes_round_nobody(writing: Writing) -> None:
    live = published_course(writing, title="Live", slug="live")
    waiting = approved(draft_course(writing), writing)
    seen = waiting.latest_revision_id
    publisher = client_of(writing.cast.publisher)
    for page in (live, waiting):
        form = course_form(
            page, summary="Not looked at", overwrite_revision_id=page.latest_revision_id
        )
        assert autosave(publisher, page, form).json()["success"]
    assert again(live).live_revision_id == live.live_revision_id
    assert CourseVersion.objects.get().summary == "What live is about."
    # What the reviewer saw is as it was seen; what is newer is looked at again.
    assert Approval.objects.get(revision=seen).revision.content["summary"] != "Not looked at"
    assert isinstance(again(waiting).current_workflow_task.specific, ReviewTask)
    assert not Approval.objects.filter(revision=again(waiting).latest_revision_id).exists()
    # Nor do the names of buttons help: one page is with the reviewer, the other not approved.
    form = course_form(waiting, **{"action-publish": "1"})
    assert autosave(publisher, waiting, form).json()["error_code"] == "locked"
    autosave(publisher, live, course_form(live, **{"action-publish": "1"}))
    assert again(live).live_revision_id == live.live_revision_id
    assert not again(waiting).live


def test_an_older_form_is_not_saved_by_itself_over_a_newer_draft(writing: Writing) -> None:
    page = draft_course(writing)
    stale = course_form(
        page, summary="Typed in the morning", loaded_revision_id=page.latest_revision_id
    )
    draft = again(page).get_latest_revision_as_object()
    draft.summary = "Written at noon"
    draft.save_revision(user=writing.cast.reviewer)
    answer = autosave(client_of(writing.cast.author), page, stale)
    assert (answer.status_code, answer.json()["error_code"]) == (400, "invalid_revision")
    assert summary_of(page) == "Written at noon"


def test_a_colleague_comments_on_a_field_and_the_author_answers(writing: Writing) -> None:
    page = draft_course(writing)
    reviewer, author = client_of(writing.cast.reviewer), client_of(writing.cast.author)
    said = {
        "text": "For whom is it?", "contentpath": "summary", "position": "", "id": "",
        "resolved": "", "replies": inline_formset([]),
    }  # fmt: skip
    form = course_form(page, comments=inline_formset([said]))
    assert reviewer.post(f"/cms-admin/pages/{page.pk}/edit/", form).status_code == 302
    comment = Comment.objects.get()
    assert (comment.user, comment.contentpath) == (writing.cast.reviewer, "summary")
    shown = html.unescape(author.get(f"/cms-admin/pages/{page.pk}/edit/").content.decode())
    assert "For whom is it?" in shown
    answered = {
        **said, "id": comment.pk,
        "replies": inline_formset([{"id": "", "text": "For everybody."}]),
    }  # fmt: skip
    form = course_form(page, comments=inline_formset([answered], initial=1))
    assert author.post(f"/cms-admin/pages/{page.pk}/edit/", form).status_code == 302
    assert comment.replies.get().text == "For everybody."
    form = course_form(
        page, comments=inline_formset([{**said, "id": comment.pk, "resolved": "1"}], initial=1)
    )
    assert author.post(f"/cms-admin/pages/{page.pk}/edit/", form).status_code == 302
    comment.refresh_from_db()
    assert comment.resolved_by == writing.cast.author


def test_two_versions_are_compared(writing: Writing) -> None:
    page = draft_course(writing, lessons=1)
    lesson = LessonPage.objects.child_of(page).get()
    author = client_of(writing.cast.author)
    for one, name, value in (
        (page, "summary", "A newer summary."),
        (lesson, "body", [("text", "<p>Newer words.</p>")]),
    ):
        draft = type(one).objects.get(pk=one.pk).get_latest_revision_as_object()
        before = draft.latest_revision_id
        setattr(draft, name, value)
        after = draft.save_revision(user=writing.cast.author)
        address = f"/cms-admin/pages/{one.pk}/revisions/compare/{before}...{after.pk}/"
        shown = author.get(address)
        assert shown.status_code == 200
        words = re.sub(r"\s+", " ", shown.content.decode())
        assert re.search(r'class="[^"]*addition[^"]*">[^<]*[Nn]ewer', words), shown.request[
            "PATH_INFO"
        ]
        assert re.search(r'class="[^"]*deletion[^"]*">', words), shown.request["PATH_INFO"]


def test_who_else_has_the_page_open_is_told(writing: Writing) -> None:
    page = draft_course(writing)
    lesson = LessonPage.objects.child_of(page).first()
    for one in (page, lesson):
        address = f"/cms-admin/pages/{one.pk}/edit/"
        windows = {
            person: client_of(person) for person in (writing.cast.author, writing.cast.reviewer)
        }
        asked = {}
        for person, client in windows.items():
            shown = client.get(address).content.decode()
            asked[person] = re.search(
                r'data-w-swap-src-value="([^"]*/editing-sessions/[^"]*)"', shown
            )[1]
        form = {"is_editing": "1", "revision_id": one.latest_revision_id}
        windows[writing.cast.author].post(asked[writing.cast.author], form)
        answer = windows[writing.cast.reviewer].post(asked[writing.cast.reviewer], form).json()
        (other,) = answer["other_sessions"]
        assert (other["user"], other["is_editing"]) == ("Author", True)
        type(one).objects.get(pk=one.pk).get_latest_revision_as_object().save_revision(
            user=writing.cast.author
        )
        answer = windows[writing.cast.reviewer].post(asked[writing.cast.reviewer], form).json()
        assert answer["other_sessions"][0]["revision_id"], "and that a newer version was saved"
