"""Two publishers press the button at the same moment: one publishes, the other is told."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import pytest
from django.contrib.auth.models import Group
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, PageLogEntry, WorkflowState

from courses.content.models import CoursePage, CourseVersion
from learning.catalogue.models import Activity
from learning.people.models import User
from tests.authorisation.editor import unchanged_form
from tests.factories.courses import Writing, approve, draft_course, writing_department
from tests.factories.people import PersonFactory, cast

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def at_once(page: CoursePage, *calls: Callable[[], HttpResponse]) -> list[HttpResponse]:
    """Run the calls, each on a connection of its own, and let none pass ``page`` before all wait.

    Anyone who changes the page waits for its row, which is held until everybody has come that far.
    """
    answers = [HttpResponse()] * len(calls)

    def run(place: int, call: Callable[[], HttpResponse]) -> None:
        try:
            answers[place] = call()
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(calls)]
    with transaction.atomic():
        list(Page.objects.select_for_update().filter(pk=page.pk))
        for one in threads:
            one.start()
        until = time.monotonic() + 30
        while waiting() < len(calls):
            assert time.monotonic() < until, "they do not meet"
    for one in threads:
        one.join(timeout=60)
    assert not any(one.is_alive() for one in threads), "a publisher hangs"
    return answers


def waiting() -> int:
    """Return how many others wait for a lock in this database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")  # kept for a whole transaction
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return int(cursor.fetchone()[0])


def browser(person: User) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(person, backend="learning.people.backends.EmployedBackend")
    return client


def publishers(writing: Writing) -> list[Client]:
    other = PersonFactory(organisation=writing.cast.department)
    other.groups.add(Group.objects.get(pk=writing.department.publishers.pk))
    return [browser(writing.cast.publisher), browser(other)]


def to_the_publisher(writing: Writing) -> CoursePage:
    page = draft_course(writing)
    page.get_workflow().start(page, writing.cast.author)
    state = CoursePage.objects.get(pk=page.pk).current_workflow_task_state
    state.task.specific.on_action(state, writing.cast.reviewer, "approve")
    return CoursePage.objects.get(pk=page.pk)


def published_once(page: CoursePage) -> None:
    page = CoursePage.objects.get(pk=page.pk)
    assert page.live
    version = CourseVersion.objects.get()
    assert (version.number, version.current) == (1, True)
    assert version.steps.count() == 2
    assert Activity.objects.get().offered
    assert page.get_latest_revision_as_object().summary == version.summary


@pytest.mark.parametrize("way", ["from the editor", "from the start page"])
def test_both_approve_and_publish(way: str) -> None:
    writing = writing_department(cast())
    page = to_the_publisher(writing)
    first, second = publishers(writing)
    if way == "from the editor":
        address = f"/cms-admin/pages/{page.pk}/edit/"
        form = {
            **unchanged_form(page),
            "action-workflow-action": "1",
            "workflow-action-name": "approve",
        }
    else:
        state = page.current_workflow_task_state
        address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk])
        form = {"comment": ""}
    answers = at_once(page, lambda: first.post(address, form), lambda: second.post(address, form))
    assert all(answer.status_code < 500 for answer in answers)
    published_once(page)
    assert WorkflowState.objects.get().status == WorkflowState.STATUS_APPROVED
    assert PageLogEntry.objects.filter(page=page.pk, action="wagtail.publish").count() == 1


def test_both_publish_what_is_approved() -> None:
    writing = writing_department(cast())
    page = approve(draft_course(writing))
    revision = page.latest_revision_id
    first, second = publishers(writing)
    address = f"/cms-admin/bulk/wagtailcore/page/publish/?id={page.pk}&next=/cms-admin/"
    answers = at_once(page, lambda: first.post(address), lambda: second.post(address))
    assert all(answer.status_code < 500 for answer in answers)
    published_once(page)
    assert CoursePage.objects.get(pk=page.pk).live_revision_id == revision
