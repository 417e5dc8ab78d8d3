"""A reviewer asks for changes and says which; the author makes them, and it goes its way."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from cms.publishing.models import Approval
from courses.content.models import CoursePage, CourseVersion
from learning.notifications.models import Mail
from tests.factories.courses import draft_course, writing_department
from tests.factories.people import cast
from tests.journeys.conftest import DESK
from tests.journeys.writing import act, choose, edit_summary

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]
WANTED = "Say in the summary for whom it is."
FIXED = "How everybody who reads reports can ask better questions."


def test_from_the_refusal_to_the_approval_of_what_was_seen(pages, settings) -> None:
    settings.EMAIL_BACKEND = "learning.notifications.backends.QueueBackend"  # as in the service
    writing = writing_department(cast())
    people = writing.cast
    course = draft_course(writing, lessons=1)
    author = pages(people.author.email, viewport=DESK)
    act(author, course, "Submit to")
    reviewer = pages(people.reviewer.email, viewport=DESK)
    ask_for_changes(reviewer, course, WANTED)
    assert not Approval.objects.exists()

    (email,) = Mail.objects.filter(address=people.author.email)
    assert course.title in email.subject
    assert WANTED in email.text
    author.goto("/cms-admin/")
    mine = author.get_by_role("region", name="Your courses").get_by_role("row", name=course.title)
    expect(mine).to_contain_text(f"Changes asked for: “{WANTED}”")
    edit_summary(author, course, FIXED)
    act(author, course, "Resubmit to")

    act(reviewer, course, "Approve")
    seen = Approval.objects.get()
    assert seen.approved_by == people.reviewer
    assert seen.revision.content["summary"] == FIXED
    act(pages(people.publisher.email, viewport=DESK), course, "Approve and publish")
    assert CoursePage.objects.get(pk=course.pk).live_revision_id == seen.revision_id
    assert CourseVersion.objects.get().summary == FIXED


def ask_for_changes(page: Page, course: CoursePage, why: str) -> None:
    """Refuse a course, with a comment."""
    page.goto(f"/cms-admin/pages/{course.pk}/edit/")
    wanted = page.get_by_role("button", name="Request changes").first
    choose(page.get_by_role("button", name="More actions"), wanted)
    asked = page.get_by_role("dialog")
    asked.get_by_label("Comment").fill(why)
    with page.expect_navigation():
        asked.get_by_role("button", name="Request changes").click()
