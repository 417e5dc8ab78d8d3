"""One person, two tabs, one moment: real threads against the real services."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client

from learning.lrs.models import Statement
from learning.people.models import User
from learning.records.models import Record, Registration
from tests.factories.courses import complete_lessons, published_course, started, writing_department
from tests.factories.people import cast

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
SLUG = "asking-good-questions"
TABS = 4


def at_once(person: User, act: Callable[[Client], int]) -> list[int]:
    """Let several tabs of one person act at the same moment; return their statuses."""
    first = Client()
    first.force_login(person, backend="learning.people.backends.EmployedBackend")
    gate = threading.Barrier(TABS)
    statuses: list[int] = []

    def tab() -> None:
        client = Client(raise_request_exception=False)
        client.cookies["sessionid"] = first.cookies["sessionid"].value
        gate.wait(timeout=20)
        try:
            statuses.append(act(client))
        finally:
            connection.close()

    tabs = [threading.Thread(target=tab) for _number in range(TABS)]
    for one in tabs:
        one.start()
    for one in tabs:
        one.join(timeout=60)
    return statuses


def count(person: User, verb: str) -> int:
    return Statement.objects.filter(actor=person.actor_id, verb__iri__endswith=f"/{verb}").count()


def test_two_tabs_finish_the_last_lesson_at_once() -> None:
    writing = writing_department(cast())
    published_course(writing)
    learner = writing.cast.learner
    started(learner, SLUG)
    complete_lessons(learner, SLUG, 1)
    statuses = at_once(
        learner,
        lambda client: client.post(f"/courses/{SLUG}/lesson-2/complete/").status_code,
    )
    assert statuses == [302] * TABS
    assert count(learner, "completed") == 3  # two lessons, one course
    assert (
        Record.objects.filter(
            actor=learner.actor_id, activity__activity__slug=SLUG, completed_at__isnull=False
        ).count()
        == 1
    )


def test_two_tabs_finish_the_last_two_lessons_at_once() -> None:
    writing = writing_department(cast())
    published_course(writing, lessons=TABS)
    learner = writing.cast.learner
    started(learner, SLUG)
    numbers = iter(range(1, TABS + 1))
    lock = threading.Lock()

    def finish(client: Client) -> int:
        with lock:
            number = next(numbers)
        return client.post(f"/courses/{SLUG}/lesson-{number}/complete/").status_code

    assert at_once(learner, finish) == [302] * TABS
    assert count(learner, "completed") == TABS + 1


def test_two_tabs_start_and_open_at_once() -> None:
    writing = writing_department(cast())
    published_course(writing)
    learner = writing.cast.learner

    def begin(client: Client) -> int:
        client.post(f"/courses/{SLUG}/start/")
        return client.get(f"/courses/{SLUG}/lesson-1/").status_code

    assert at_once(learner, begin) == [200] * TABS
    assert Registration.objects.filter(actor=learner.actor_id).count() == 1
    assert count(learner, "registered") == 1
    assert count(learner, "initialized") == 1
