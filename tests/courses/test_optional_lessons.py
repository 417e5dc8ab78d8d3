"""Lessons that a course is completed without: they are not counted, and some have to count."""

from __future__ import annotations

import html

import pytest

from cms.publishing.gate import PublishRefused
from courses.content.models import CoursePage, CourseVersion
from courses.progress.selectors import course_progress
from tests.factories.clients import client_of
from tests.factories.courses import Writing, complete_lessons, draft_course, publish, started

pytestmark = pytest.mark.django_db
SLUG = "asking-good-questions"


def test_a_course_that_nobody_could_complete_cannot_go_live(writing: Writing) -> None:
    page = draft_course(writing)
    draft = page.get_latest_revision_as_object()
    for step in draft.steps:
        step.value["optional"] = True
    draft.save_revision()
    with pytest.raises(PublishRefused, match="Every lesson is optional"):
        publish(page)


@pytest.mark.parametrize("before", [False, True])
def test_a_correction_cannot_change_which_lessons_are_optional(
    writing: Writing, before: bool
) -> None:
    page = draft_course(writing)
    for optional, reach in ((before, "new-starters"), (not before, "correction")):
        draft = CoursePage.objects.get(pk=page.pk).get_latest_revision_as_object()
        draft.steps[1].value["optional"] = optional
        draft.reach = reach
        draft.save_revision()
        if reach == "correction":
            with pytest.raises(PublishRefused, match="cannot change which lessons are optional"):
                publish(page)
        else:
            publish(page)
    assert CourseVersion.objects.get().steps.get(position=1).required is not before


def test_pages_that_count_lessons_leave_out_those_that_are_optional(writing: Writing) -> None:
    learner = writing.cast.learner
    for slug in (SLUG, "another"):
        draft = draft_course(writing, slug=slug).get_latest_revision_as_object()
        draft.steps[1].value["optional"] = True
        draft.save_revision()
        publish(draft)
        started(learner, slug)
    client = client_of(learner)
    assert "0 of 1 required lesson completed" in client.get("/").content.decode()
    complete_lessons(learner, SLUG, 1)
    finished = client.get(f"/courses/{SLUG}/finished/").content.decode()
    assert "You completed 1 required lesson." in finished
    # An optional one after that says so, and does not complete the course again.
    step = course_progress(learner, SLUG).steps[1]
    assert "optional" in client.get(f"/courses/{SLUG}/{step.slug}/").content.decode()
    answer = client.post(f"/courses/{SLUG}/{step.slug}/complete/", follow=True)
    assert answer.redirect_chain == [(f"/courses/{SLUG}/", 302)]
    page = html.unescape(answer.content.decode())
    assert f"You completed “{step.title}”. You have completed 1 of 1 required lesson." in page
