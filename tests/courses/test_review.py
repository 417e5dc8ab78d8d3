"""Review by people: two tasks, in one order, on exactly what was seen."""

from __future__ import annotations

import pytest
from django.test import Client

from cms.publishing.gate import PublishRefused
from cms.publishing.models import Approval, PublishTask, ReviewTask
from courses.content.models import CoursePage, LessonPage
from tests.authorisation.editor import unchanged_form
from tests.factories.courses import Writing, draft_course
from tests.factories.people import Cast


def submitted(writing: Writing) -> CoursePage:
    page = draft_course(writing)
    page.get_workflow().start(page, writing.cast.author)
    return again(page)


def again(page: CoursePage) -> CoursePage:
    return CoursePage.objects.get(pk=page.pk)


def act(page: CoursePage, person: object, action: str = "approve") -> CoursePage:
    state = again(page).current_workflow_task_state
    state.task.specific.on_action(state, person, action)
    return again(page)


def task_of(page: CoursePage) -> type:
    return type(again(page).current_workflow_task.specific)


def test_review_then_publishing_makes_it_live(writing: Writing, people: Cast) -> None:
    page = submitted(writing)
    assert task_of(page) is ReviewTask
    page = act(page, people.reviewer)
    assert task_of(page) is PublishTask
    assert not page.live
    page = act(page, people.publisher)
    assert page.live
    assert Approval.objects.get().approved_by == people.reviewer


def test_changes_can_be_asked_for(writing: Writing, people: Cast) -> None:
    page = act(submitted(writing), people.reviewer, "reject")
    assert page.current_workflow_state.status == "needs_changes"
    assert not Approval.objects.exists()


def test_editing_while_it_waits_for_the_publisher_sends_it_back_to_review(
    writing: Writing, people: Cast
) -> None:
    page = act(submitted(writing), people.reviewer)
    page.get_latest_revision_as_object().save_revision(user=people.publisher)
    assert task_of(page) is ReviewTask
    page = act(act(page, people.reviewer), people.publisher)
    assert page.live


def test_editing_a_lesson_while_it_waits_sends_it_back_too(writing: Writing, people: Cast) -> None:
    page = act(submitted(writing), people.reviewer)
    lesson = LessonPage.objects.child_of(page).first().get_latest_revision_as_object()
    lesson.save_revision(user=people.author)
    assert task_of(page) is ReviewTask


def test_who_saves_and_approves_at_once_does_not_review(writing: Writing, people: Cast) -> None:
    page = act(submitted(writing), people.reviewer)
    page.get_latest_revision_as_object().save_revision(user=people.publisher)
    page = act(page, people.publisher)
    assert task_of(page) is ReviewTask
    assert not page.live
    with pytest.raises(PublishRefused):
        page.get_latest_revision().publish()


def test_a_lesson_saved_while_the_reviewer_decides_is_looked_at_too(
    writing: Writing, people: Cast
) -> None:
    page = submitted(writing)
    seen = page.current_workflow_task_state
    lesson = LessonPage.objects.child_of(page).first().get_latest_revision_as_object()
    lesson.save_revision(user=people.author)
    seen.task.specific.on_action(seen, people.reviewer, "approve")
    assert task_of(page) is ReviewTask
    page = act(act(page, people.reviewer), people.publisher)
    assert page.live


@pytest.mark.parametrize("action", ["approve", "reject"])
def test_what_changed_since_the_page_was_opened_is_not_decided_on(
    writing: Writing, people: Cast, action: str
) -> None:
    """A reviewer reads, the author saves, the reviewer presses the button of the old page."""
    page = submitted(writing)
    client = Client()
    client.force_login(people.reviewer, backend="learning.people.backends.EmployedBackend")
    opened = {
        **unchanged_form(page),
        "loaded_revision_id": page.latest_revision_id,
        "loaded_revision_created_at": page.latest_revision.created_at.isoformat(),
        "action-workflow-action": "1",
        "workflow-action-name": action,
        "workflow-action-extra-data": '{"comment": "Say for whom."}',
    }
    lesson = LessonPage.objects.child_of(page).first().get_latest_revision_as_object()
    lesson.save_revision(user=people.author)
    address = f"/cms-admin/pages/{page.pk}/edit/"
    told = client.post(address, opened, follow=True).content.decode()
    assert "Somebody saved a newer version while you had this page open" in told
    assert "Say for whom." in told, "what was typed is not lost"
    assert not Approval.objects.exists()
    assert task_of(page) is ReviewTask
    latest = again(page).latest_revision
    fresh = {
        **opened,
        **unchanged_form(page),
        "loaded_revision_id": latest.pk,
        "loaded_revision_created_at": latest.created_at.isoformat(),
    }
    client.post(address, fresh)
    # Decided once, on the draft that the editor showed and not on what was submitted before it.
    if action == "approve":
        assert Approval.objects.get().revision == latest
        assert task_of(page) is PublishTask
    else:
        assert again(page).current_workflow_state.status == "needs_changes"
