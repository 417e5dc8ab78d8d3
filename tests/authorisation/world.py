"""One world for the whole matrix: two departments, what each wrote, and what everybody did."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID, uuid4

from django.core.files.base import ContentFile
from django.db import transaction
from django.test import Client
from django.utils import timezone
from wagtail.models import Collection

from cms.media.models import LibraryDocument
from cms.publishing.departments import provide_department
from courses.content.models import CoursePage
from learning.lrs.models import Statement
from learning.people.invitations import token_for
from learning.people.models import User
from learning.people.tokens import create_token
from learning.records.models import Record
from learning.xapi import verbs
from tests.factories.additions import draft_addition, lesson, publish_addition
from tests.factories.courses import (
    Writing,
    complete_lessons,
    draft_course,
    publish,
    started,
    text,
    writing_department,
)
from tests.factories.people import Cast, PersonFactory, cast

# The columns of every table here; "out" has not signed in.
ROLES = (
    "out", "learner", "manager", "senior_manager", "author", "reviewer", "publisher", "ld_lead",
    "coordinator", "mentor", "outsider", "dpo", "admin",
)  # fmt: skip


@dataclass(frozen=True)
class World:
    """What the matrix asks about, by the names that its tables use."""

    people: Cast
    rival: User
    newcomer: User
    courses: dict[str, CoursePage]
    documents: dict[str, LibraryDocument]
    added_lesson: UUID
    records: dict[str, Record]
    statements: dict[str, UUID]
    tokens: dict[str, str]
    welcome: str

    def person(self, role: str) -> User | None:
        """Return who plays ``role``, or None for "out"."""
        return None if role == "out" else getattr(self.people, role)

    def client(self, role: str) -> Client:
        """Return a browser in which ``role`` is signed in; an exception becomes a 500."""
        client = Client(raise_request_exception=False)
        person = self.person(role)
        if person is not None:
            client.force_login(person, backend="learning.people.backends.EmployedBackend")
        return client


def make_world() -> World:
    """Make the cast, a second department that writes, courses for each scope, and records."""
    people = cast()
    writing = writing_department(people)
    rival = PersonFactory(email="rival@demo.example", organisation=people.other_department)
    other = Writing(
        provide_department(organisation=people.other_department), replace(people, author=rival)
    )
    rival.groups.add(other.department.authors)
    courses, documents = {}, {}
    for name, writer, scope, live in (
        ("open", writing, None, True),
        ("department", writing, people.department, True),
        ("team", writing, people.team, True),
        ("other", other, people.other_department, True),
        ("draft", writing, None, False),
        ("other-draft", other, None, False),
    ):
        documents[name] = _document(name, writer)
        page = draft_course(
            writer,
            title=f"Course for {name}",
            slug=f"course-{name}",
            lessons=2,
            scope=scope,
            body=[text(f"Wholly about {name.replace('-', '')}words."), _download(documents[name])],
        )
        courses[name] = publish(page) if live else page
    addition = publish_addition(
        draft_addition(
            courses["open"], below=other.department.page, author=rival, lessons=[lesson()]
        )
    )
    records = {}
    for role in ROLES[1:]:
        person = getattr(people, role)
        started(person, "course-open", timezone.now())
        complete_lessons(person, "course-open", 1, now=timezone.now())
        records[role] = Record.objects.get(
            actor=person.actor_id, activity__activity__slug="course-open"
        )
    statements = {role: _statement(getattr(people, role), verbs.COMPLETED) for role in ROLES[1:]}
    statements["learner-opened"] = _statement(people.learner, verbs.INITIALIZED)
    newcomer = PersonFactory(email="newcomer@demo.example", organisation=people.team)
    return World(
        people=people,
        rival=rival,
        newcomer=newcomer,
        courses=courses,
        documents=documents,
        added_lesson=addition.addition_versions.get().steps.get().key,
        records=records,
        statements=statements,
        tokens={role: create_token(person=getattr(people, role)) for role in ROLES[1:]},
        welcome=token_for(newcomer),
    )


def _statement(person: User, verb: verbs.Verb) -> UUID:
    return Statement.objects.filter(actor=person.actor_id, verb__iri=verb.iri).first().id


def _document(name: str, writer: Writing) -> LibraryDocument:
    collection = Collection.objects.get(pk=writer.department.collection.pk)
    document = LibraryDocument(title=f"File of {name}", collection=collection)
    document.file.save(f"{name}-{uuid4()}.txt", ContentFile(f"Only for {name}.".encode()))
    document.save()
    return document


def _download(document: LibraryDocument) -> dict[str, Any]:
    return {
        "type": "download",
        "id": str(uuid4()),
        "value": {"document": document.pk, "title": document.title, "description": ""},
    }


@contextmanager
def undone() -> Iterator[None]:
    """Undo whatever happens inside, so that one request does not prepare the next."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
