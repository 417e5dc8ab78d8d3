"""Review by people: two tasks, in one order, on exactly what was seen."""

from __future__ import annotations

import pytest

from cms.publishing.gate import PublishRefused
from cms.publishing.models import Approval, PublishTask, ReviewTask
from courses.content.models import CoursePage, LessonPage
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
