"""The world is made once for all these tests of a worker, and rolled back after them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction

from tests.authorisation.administering import Scene
from tests.authorisation.departments import TwoDepartments, two_departments
from tests.authorisation.world import World, make_world


@pytest.fixture(scope="package")
def world(django_db_setup: None, django_db_blocker: object) -> Iterator[World]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_world()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def two(world: World, django_db_blocker: object) -> Iterator[TwoDepartments]:
    """Two departments that have each written one of everything, for the tests of a module."""
    with django_db_blocker.unblock():
        yield from two_departments(world)


@pytest.fixture(scope="module")
def scene(world: World, django_db_blocker: object) -> Iterator[Scene]:
    """Who administers what, for the tests of a module."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield Scene(world)
        transaction.set_rollback(True)
