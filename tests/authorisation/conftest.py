"""The world is made once for all these tests of a worker, and rolled back after them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction

from tests.authorisation.world import World, make_world


@pytest.fixture(scope="package")
def world(django_db_setup: None, django_db_blocker: object) -> Iterator[World]:
    with django_db_blocker.unblock(), transaction.atomic():  # type: ignore[attr-defined]
        yield make_world()
        transaction.set_rollback(True)
