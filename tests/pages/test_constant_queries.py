"""Every list asks the database as often for thirty rows as for three."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories.courses import (
    Writing,
    complete_lessons,
    published_course,
    started,
    writing_department,
)
from tests.factories.people import cast

pytestmark = pytest.mark.django_db
FEW, MANY = 3, 12
LISTS = (
    "/",
    "/catalogue/",
    "/catalogue/?q=about",
    "/catalogue/?topic=data&level=awareness",
    "/my-learning/",
    "/my-learning.csv",
    "/api/v1/catalogue/",
    "/api/v1/my/records/",
)


def make_courses(writing: Writing, first: int, last: int) -> None:
    """Publish courses; the learner completes the even ones and starts the odd ones."""
    learner = writing.cast.learner
    for number in range(first, last):
        slug = f"course-{number}"
        published_course(writing, title=f"Course {number}", slug=slug, lessons=1)
        if number % 3 == 0:
            continue
        started(learner, slug)
        if number % 3 == 1:
            complete_lessons(learner, slug, 1)


def counted(client: Client) -> dict[str, int]:
    counts = {}
    for address in LISTS:
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(address)
            assert answer.status_code == 200
            if answer.streaming:
                b"".join(answer.streaming_content)
        counts[address] = len(asked)
    return counts


def test_lists_ask_as_often_for_many_rows_as_for_few() -> None:
    writing = writing_department(cast())
    client = Client()
    client.force_login(writing.cast.learner, backend="learning.people.backends.EmployedBackend")
    make_courses(writing, 0, FEW)
    few = counted(client)
    make_courses(writing, FEW, MANY)
    many = counted(client)
    # The first kinds of panel and page may appear with the rows; each row costs nothing.
    assert {a: n for a, n in many.items() if n > few[a] + 1} == {}, (few, many)
    assert max(many.values()) <= 12, many
