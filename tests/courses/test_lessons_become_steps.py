"""A database of the version before steps: what learners were in the middle of goes on."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from courses.additions.selectors import additions_for
from courses.content.models import AdditionVersion, Step
from courses.progress.models import CourseRegistration
from courses.progress.selectors import course_progress
from courses.progress.services import complete_step, open_step
from learning.lrs.models import TermKind
from learning.people.models import User
from learning.xapi.naming import IdentifierKind, identifier_of, iri_digest
from tests.factories.courses import body_of

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
BEFORE = [
    ("content", "0006_word_imports"),
    ("additions", "0001_initial"),
    ("progress", "0002_reach_of_a_change"),
]
HERE = "https://learning.example"


@pytest.fixture
def before() -> Iterator[Any]:
    """The models of that version, over an empty database of its own."""
    usual = connection.settings_dict["NAME"]
    own = f"{usual}_lessons"  # each worker has its own
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{own}"')
        cursor.execute(f'CREATE DATABASE "{own}"')
    _go_to(own)
    executor = MigrationExecutor(connection)
    executor.migrate(BEFORE)
    yield executor.loader.project_state(BEFORE).apps
    _go_to(usual)
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE "{own}"')


def _go_to(name: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = name


def filled(apps: Any) -> None:
    """A course of two lessons with an addition, and somebody who has done the first."""
    now = timezone.now()

    def made(label: str, **values: Any) -> Any:
        return apps.get_model(label).objects.create(**values)

    def term(path: str) -> Any:
        iri = f"{HERE}/{path}"
        return made("lrs.Term", kind=TermKind.ACTIVITY, iri=iri, digest=iri_digest(iri))

    people = made("people.Organisation", name="People", code="PPL", path="/1/")
    account = {"account": {"homePage": settings.XAPI_HOME, "name": str(uuid.uuid4())}}
    known = identifier_of({"objectType": "Agent", **account})
    actor = made("lrs.Actor", kind=IdentifierKind.ACCOUNT, digest=known.digest, identifier=account)
    person = made(
        "people.User", email="one@demo.example", full_name="One", organisation=people,
        joined_on=date(2026, 1, 1), actor=actor, preferred_language="en-gb",
    )  # fmt: skip
    topic = made("catalogue.Topic", slug="data", name_en="Data", name_cy="Data")
    work = uuid.uuid4()
    activity = made(
        "catalogue.Activity", term=term("course"), work=work, kind="course", slug="counting",
        title="Counting", summary="To count.", topic=topic, level="awareness", minutes=20,
        language="en-gb",
    )  # fmt: skip
    version = made(
        "content.CourseVersion", activity=activity, number=1, title="Counting",
        summary="To count.", minutes=20, language="en-gb", raw={}, schema=1, published_at=now,
    )  # fmt: skip
    lessons = [
        made(
            "content.LessonVersion", course=version, step=uuid.uuid4(), position=position,
            slug=f"lesson-{position}", term=term(f"lesson/{position}"), title=f"Lesson {position}",
            summary="Short.", minutes=10, body=[{"html": f"<p>Words {position}.</p>"}],
            raw=[{"type": "text", "id": "x", "value": f"<p>Words {position}.</p>"}],
        )
        for position in range(2)
    ]  # fmt: skip
    registration = made("records.Registration", actor=actor, activity=activity, started_at=now)
    made(
        "progress.CourseRegistration", registration=registration, version=version,
        step=lessons[1].step,
    )  # fmt: skip
    made(
        "records.Record", actor=actor, activity=lessons[0].term, registration=registration.pk,
        completed_at=now, first_at=now, latest_at=now,
    )  # fmt: skip
    addition = made(
        "additions.AdditionVersion", id=41, organisation=people, work=work, language="en-gb",
        number=1, made_for=1, notes=[{"step": None, "html": "<p>Ours.</p>"}], raw={}, schema=1,
        published_at=now, contact_name="Helpdesk",
    )  # fmt: skip
    made("additions.AdditionFile", addition=addition, path="kept/a.pdf")
    made(
        "additions.AddedLesson", addition=addition, step=uuid.uuid4(), position=0,
        term=term("added"), title="Beside it", summary="", minutes=5,
        body=[{"html": "<p>Beside.</p>"}], raw=[],
    )  # fmt: skip
    assert person.pk


def test_people_go_on_where_they_were(before: Any) -> None:
    filled(before)
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())
    person = User.objects.get(email="one@demo.example")
    progress = course_progress(person, "counting")
    assert [(step.title, step.slug, step.minutes, step.is_done) for step in progress.steps] == [
        ("Lesson 0", "lesson-0", 10, True),
        ("Lesson 1", "lesson-1", 10, False),
    ]
    assert [body_of(step) for step in progress.steps] == [
        [{"html": "<p>Words 0.</p>"}],
        [{"html": "<p>Words 1.</p>"}],
    ]
    assert progress.next_step.title == "Lesson 1"
    assert set(Step.objects.values_list("kind", "done_by")) == {("lesson", "completed")}
    (addition,) = additions_for(person, work=progress.activity.work, language="en-gb")
    assert (addition.pk, addition.contact_name) == (41, "Helpdesk")
    (beside,) = addition.steps.all()
    assert (beside.title, beside.required, beside.slug) == ("Beside it", False, "")
    assert body_of(beside) == [{"html": "<p>Beside.</p>"}]
    assert [file.path for file in addition.files.all()] == ["kept/a.pdf"]

    now = timezone.now()
    open_step(person=person, progress=progress, step=progress.steps[1], now=now)
    complete_step(person=person, progress=progress, step=progress.steps[1], now=now)
    assert course_progress(person, "counting").completed_at is not None
    assert CourseRegistration.objects.get().step == progress.steps[1].key
    # The next addition gets a number of its own.
    addition = AdditionVersion.objects.get()
    addition.pk, addition._state.adding = None, True
    addition.number, addition.current = 2, False
    addition.save()
    assert AdditionVersion.objects.count() == 2
