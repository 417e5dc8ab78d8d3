"""A course is given the day on which it begins and the one on which it ends, and keeps both."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localtime

from cms.publishing.models import PublishTask
from cms.publishing.sweeps import expire_due, publish_due
from courses.content.models import CoursePage, CourseVersion
from learning.people.models import User
from tests.authorisation.editor import course_form
from tests.factories.clients import client_of
from tests.factories.courses import (
    Writing,
    complete_lessons,
    draft_course,
    published_course,
    started,
)

pytestmark = pytest.mark.django_db
SLUG = "asking-good-questions"
A_DAY = timedelta(days=1)


def again(page: CoursePage) -> CoursePage:
    return CoursePage.objects.get(pk=page.pk)


def form_with(page: CoursePage, **days: object) -> dict[str, str]:
    typed = {name: localtime(day).strftime("%Y-%m-%d %H:%M") for name, day in days.items()}
    return course_form(page, **typed)


def decided(page: CoursePage, by: User) -> CoursePage:
    state = again(page).current_workflow_task_state
    address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk])
    assert client_of(by).post(address, {"comment": ""}).status_code in (200, 302)
    return again(page)


def days_go_by(page: CoursePage, number: int) -> None:
    """Put the appointments of a page nearer: Wagtail asks the clock, which nobody moves."""
    page, days = again(page), timedelta(days=number)
    if page.expire_at:
        CoursePage.objects.filter(pk=page.pk).update(expire_at=page.expire_at - days)
    revision = page.latest_revision
    for name in ("go_live_at", "expire_at"):
        moment = datetime.fromisoformat(revision.content[name])
        revision.content[name] = (moment - days).isoformat()
    if revision.approved_go_live_at:
        revision.approved_go_live_at -= days
    revision.save()


def test_what_was_approved_goes_live_on_its_day_and_down_on_its_last(writing: Writing) -> None:
    page = draft_course(writing)
    author, now = client_of(writing.cast.author), timezone.now()
    form = form_with(page, go_live_at=now + A_DAY, expire_at=now + 30 * A_DAY)
    sent = author.post(f"/cms-admin/pages/{page.pk}/edit/", {**form, "action-submit": "1"})
    assert sent.status_code == 302
    page = decided(page, writing.cast.reviewer)
    assert isinstance(page.current_workflow_task.specific, PublishTask)
    page = decided(page, writing.cast.publisher)
    assert not page.live
    assert page.approved_schedule
    learner = client_of(writing.cast.learner)
    assert SLUG not in learner.get("/catalogue/").content.decode()
    assert publish_due(now=now) == 0
    days_go_by(page, 1)
    assert publish_due(now=now) == 1
    assert again(page).live
    assert f"/courses/{SLUG}/" in learner.get("/catalogue/").content.decode()
    days_go_by(page, 28)
    assert expire_due(now=now) == 0
    days_go_by(page, 1)
    assert expire_due(now=now) == 1
    assert (again(page).live, again(page).expired) == (False, True)
    assert SLUG not in learner.get("/catalogue/").content.decode()
    assert CourseVersion.objects.count() == 1


def test_after_its_last_day_nobody_begins_and_whoever_began_goes_on(writing: Writing) -> None:
    page = published_course(writing)
    within, late = writing.cast.learner, writing.cast.mentor
    started(within, SLUG)
    complete_lessons(within, SLUG, 1)
    CoursePage.objects.filter(pk=page.pk).update(expire_at=timezone.now())
    assert expire_due(now=timezone.now()) == 1

    stranger = client_of(late)
    assert SLUG not in stranger.get("/catalogue/?q=questions").content.decode()
    assert SLUG not in stranger.get("/").content.decode()
    assert stranger.get(f"/courses/{SLUG}/").status_code == 404
    assert stranger.post(f"/courses/{SLUG}/start/").status_code == 404

    learner = client_of(within)
    shown = learner.get(f"/courses/{SLUG}/").content.decode()
    assert "no longer offered to new learners. You can still finish it" in shown
    assert "The words of Lesson 2." in learner.get(f"/courses/{SLUG}/lesson-2/").content.decode()
    done = learner.post(f"/courses/{SLUG}/lesson-2/complete/", follow=True)
    assert "Course completed" in done.content.decode()
    assert "Asking good questions" in learner.get("/my-learning/").content.decode()
