"""Reviews that wait, and courses that grow old: who is written to, when, and only once."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone
from wagtail.models import TaskState

from cms.publishing.waiting import escalate_tasks, remind_of_tasks
from courses.content.models import CoursePage
from courses.content.review.reminders import remind_of_reviews
from learning.notifications.models import Mail
from learning.people.models import Role, RoleGrant, User
from tests.factories.courses import NOW, Writing, draft_course, published_course

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def written_to(kind: str) -> list[str]:
    return sorted(Mail.objects.filter(kind=kind).values_list("address", flat=True))


def test_who_is_to_review_is_told_reminded_and_then_their_lead_is_told(
    writing: Writing, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    settings.EMAIL_BACKEND = "learning.notifications.backends.QueueBackend"
    cast = writing.cast
    page = draft_course(writing)
    User.objects.filter(pk=cast.reviewer.pk).update(preferred_language="cy")
    with django_capture_on_commit_callbacks(execute=True):
        page.get_workflow().start(page, cast.author)
    assert cast.reviewer.email in written_to("other"), "Wagtail's own notice, through the queue"
    begun = TaskState.objects.get().started_at
    assert remind_of_tasks(now=begun + settings.REVIEW_DAYS * DAY - timedelta(seconds=1)) == 0
    assert remind_of_tasks(now=begun + settings.REVIEW_DAYS * DAY) == 1
    assert remind_of_tasks(now=begun + settings.REVIEW_DAYS * DAY) == 0
    assert written_to("task-overdue") == [cast.reviewer.email]
    email = Mail.objects.get(kind="task-overdue")
    assert email.language == "cy"
    assert "Helo" in email.text
    assert f"/cms-admin/pages/{page.pk}/edit/" in email.text
    lead = RoleGrant.objects.filter(
        role=Role.LD_LEAD, organisation=writing.department.page.organisation
    )
    assert lead.exists()
    assert remind_of_tasks(now=begun + 2 * settings.REVIEW_DAYS * DAY) == 0
    assert escalate_tasks(now=begun + 2 * settings.REVIEW_DAYS * DAY) == 1
    assert written_to("task-escalated") == [cast.ld_lead.email]
    assert cast.reviewer.full_name in Mail.objects.get(kind="task-escalated").text


def test_what_is_done_needs_no_reminder_and_who_left_gets_none(writing: Writing) -> None:
    page = draft_course(writing)
    page.get_workflow().start(page, writing.cast.author)
    late = timezone.now() + 30 * DAY
    User.objects.filter(pk=writing.cast.reviewer.pk).update(left_on=timezone.localdate())
    assert remind_of_tasks(now=late) == 0
    assert escalate_tasks(now=late) == 1
    assert "no members" in Mail.objects.get(kind="task-escalated").text
    state = TaskState.objects.get()
    state.task.specific.on_action(state, writing.cast.reviewer, "reject")
    Mail.objects.all().delete()
    assert remind_of_tasks(now=late) + escalate_tasks(now=late) == 0


def test_a_course_is_reviewed_by_its_owner_or_whoever_can_publish_it(writing: Writing) -> None:
    page = published_course(writing)
    review = date(2027, 6, 1)
    at = NOW.replace(year=2027, month=6, day=1)
    assert page.review_date == review
    assert remind_of_reviews(now=at - 31 * DAY) == 0
    assert remind_of_reviews(now=at - 30 * DAY) == 1
    assert remind_of_reviews(now=at - 3 * DAY) == 0
    assert remind_of_reviews(now=at) == 1
    assert written_to("course-review") == [writing.cast.author.email] * 2
    User.objects.filter(pk=writing.cast.author.pk).update(left_on=review)
    assert remind_of_reviews(now=at + 30 * DAY) == 1
    assert writing.cast.publisher.email in written_to("course-review")
    CoursePage.objects.filter(pk=page.pk).update(review_date=date(2028, 6, 1))
    assert remind_of_reviews(now=at + 60 * DAY) == 0
