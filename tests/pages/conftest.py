"""What pages are opened with."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.db import transaction

from learning.config.bootstrap import frontend, messages
from tests.pages.demonstration import Demonstration, load


@pytest.fixture(scope="session")
def front_end() -> None:
    """Style sheet, script, translations and axe, built once."""
    frontend.ensure_modules()
    frontend.ensure_build()
    if not all(path.with_suffix(".mo").exists() for path in messages.po_files()):
        messages.compile_all()


@pytest.fixture(scope="module")
def loaded(
    django_db_setup: None, django_db_blocker: object, front_end: None
) -> Iterator[Demonstration]:
    """The demonstration once for a module of tests without a browser, which roll back."""
    with django_db_blocker.unblock(), transaction.atomic():  # type: ignore[attr-defined]
        cache.clear()
        yield load()
        transaction.set_rollback(True)


@pytest.fixture
def demo(db: None, front_end: None) -> Demonstration:
    cache.clear()  # how often somebody tries to sign in is counted there
    return load()
