"""Two departments that have each written one of everything, and editors of one of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction
from django.test import Client

from cms.publishing.departments import provide_department
from learning.people.models import User
from tests.authorisation.names import Keys, write
from tests.authorisation.world import World
from tests.factories.courses import writing_department
from tests.factories.people import PersonFactory

SECRET, PERSON, OWN = "quokkanames", "wombatperson", "numbatnames"


@dataclass(frozen=True)
class TwoDepartments:
    """One editor of each kind in ours, and the keys of what both have written."""

    editors: dict[str, User]
    ours: Keys
    theirs: Keys


def two_departments(world: World) -> Iterator[TwoDepartments]:
    """Two departments that have each written one of everything."""
    with transaction.atomic():
        people = world.people
        writing = writing_department(people)
        other = provide_department(organisation=people.other_department)
        stranger = PersonFactory(
            full_name=PERSON, email=f"{PERSON}@demo.example", organisation=people.other_department
        )
        stranger.groups.add(other.authors)
        everything = PersonFactory(organisation=people.department)
        everything.groups.add(
            writing.department.authors, writing.department.reviewers, writing.department.publishers
        )
        course = world.courses["open"]
        yield TwoDepartments(
            editors={
                "author": people.author,
                "reviewer": people.reviewer,
                "publisher": people.publisher,
                "ld_lead": people.ld_lead,
                "all at once": everything,
            },
            ours=write(writing, writing.department, people.author, secret=OWN, course=course),
            theirs=write(writing, other, stranger, secret=SECRET, course=course),
        )
        transaction.set_rollback(True)


def client_of(person: User) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(person, backend="learning.people.backends.EmployedBackend")
    return client
