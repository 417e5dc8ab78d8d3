"""What pages are opened with."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection, transaction
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer
from wagtail.models import Locale

from learning.config.bootstrap import frontend, messages
from tests.pages import editors
from tests.pages.cases import ALL
from tests.pages.demonstration import Demonstration, Standing, client_of, load, writers
from tests.pages.visits import Windows


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


@pytest.fixture(scope="package")
def standing(
    what_migrations_wrote: str,  # before the browser, under whose loop Django connects anew
    browser: Browser,
    django_db_blocker: object,
    front_end: None,
) -> Iterator[Standing]:
    """The demonstration, committed, and a server before it: once for all the pages of a worker.

    pytest-django's ``live_server`` would flush it away after each test.
    """
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        if not Locale.objects.exists():
            connection.creation.deserialize_db_from_string(what_migrations_wrote)
        cache.clear()
        demo = load()
        demo.names.update(editors.work(writers()))
        server = LiveServer("localhost")
        signed_in = {case.who for case in (*ALL, *editors.PAGES) if case.who}
        sessions = {who: client_of(who).cookies["sessionid"].value for who in signed_in}
        yield Standing(browser, str(server), demo, sessions)
        server.stop()
        call_command(
            "flush",
            interactive=False,
            reset_sequences=False,
            inhibit_post_migrate=True,
            verbosity=0,
        )
        connection.creation.deserialize_db_from_string(what_migrations_wrote)


@pytest.fixture(scope="package")
def windows(standing: Standing) -> Iterator[Windows]:
    """What all pages are looked at in."""
    opened = Windows(standing)
    yield opened
    opened.close()
