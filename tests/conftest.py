"""The ground every test stands on: one database server for the whole run.

With ``DATABASE_URL`` that is the server named there; without it, an embedded PostgreSQL in a
folder of the run's own (settings/test.py), started once, with one database for each worker of
pytest-xdist, a copy of one that is migrated once (tests/tables.py), and thrown away at the end.
"""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.utils import translation
from pytest_django.plugin import blocking_manager_key
from wagtail.models import Locale

from learning.config.embedded.binaries import EmbeddedPostgresError
from learning.config.embedded.server import server_for
from learning.lrs import actors, definitions, rates, terms
from tests import tables
from tests.kept import Kept, stage, wanted_by

pytest_plugins = ["tests.browser", "tests.size", "tests.worlds"]


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the tests that flush the database come last, and before them those with the same rows.

    What migrations wrote (Wagtail's root page and locales) is gone after one; such a test puts it
    back for itself (``serialized_rollback``), the others find it because they ran before. What
    drives a browser is marked on the way, so that it can be left out: ``-m "not browser"``.
    """
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)
    items.sort(key=_place)


def _place(item: pytest.Item) -> tuple[bool, bool, list[str]]:
    """Return what a test is sorted by.

    Of those that come last, the groups that stay on one worker go first: what is left then is
    short enough for both workers to end at the same time.
    """
    last = _comes_last(item)
    alone = last and item.get_closest_marker("xdist_group") is None
    return last, alone, [one.name for one in _kept_for(item)]


def _comes_last(item: pytest.Item) -> bool:
    return _flushes(item) or "browser" in getattr(item, "fixturenames", ())


def _kept_for(item: pytest.Item | None) -> tuple[Kept, ...]:
    """Return the rows that a test finds in the database when it begins."""
    return () if item is None or _comes_last(item) else wanted_by(item)


@pytest.hookimpl(tryfirst=True)
def pytest_fixture_setup(fixturedef: Any, request: pytest.FixtureRequest) -> None:
    """Make what a test wants kept, before pytest-django opens the transaction of the test."""
    if fixturedef.argname == "_django_db_helper" and _kept_for(request.node):
        request.getfixturevalue("django_db_setup")
        with request.getfixturevalue("django_db_blocker").unblock():
            stage.show(_kept_for(request.node))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(
    item: pytest.Item, nextitem: pytest.Item | None
) -> Generator[None, None, None]:
    """Roll back what the next test does not want."""
    try:
        return (yield)
    finally:
        if stage.rows:
            with item.config.stash[blocking_manager_key].unblock():
                stage.clear_down_to(_kept_for(nextitem))


def _flushes(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    asked = bool(marker and marker.kwargs.get("transaction"))
    return asked or bool(
        {"transactional_db", "live_server"} & set(getattr(item, "fixturenames", ()))
    )


def _owns_the_server(config: pytest.Config) -> bool:
    """Tell whether this process is the one that starts and stops the embedded server."""
    return "DATABASE_URL" not in os.environ and not hasattr(config, "workerinput")


def pytest_configure(config: pytest.Config) -> None:
    """Start the embedded server before the first worker asks for it."""
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # whitenoise warns where it is missing
    # pytest-xdist would put large groups first, and with them tests that flush the database.
    config.option.loadscopereorder = False
    if not _owns_the_server(config):
        return
    database = settings.DATABASES["default"]
    try:
        server_for(Path(database["EMBEDDED_ROOT"]), database["EMBEDDED_OPTIONS"]).ensure_running()
    except EmbeddedPostgresError as error:
        raise pytest.UsageError(str(error)) from error


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop it when the workers have gone, and remove what the run has written."""
    if hasattr(config, "workerinput"):
        return
    if _owns_the_server(config):
        server_for(Path(settings.DATABASES["default"]["EMBEDDED_ROOT"])).release()
    else:
        with config.stash[blocking_manager_key].unblock():
            tables.drop()
    shutil.rmtree(os.environ["TEST_VAR"], ignore_errors=True)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Let this worker's database begin as a copy of the one that is migrated already."""
    settings.DATABASES["default"]["TEST"]["TEMPLATE"] = tables.provide()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Know the types of content, as a process that has migrated does.

    Wagtail asks for some while rows are put back that name them, before they are themselves.
    """
    with django_db_blocker.unblock():
        ContentType.objects.get_for_models(*apps.get_models(), for_concrete_models=False)


@pytest.fixture(autouse=True)
def _forget_the_database_before() -> Iterator[None]:
    """Each test has another database; what the process remembers of one is wrong in the next."""
    yield
    terms.remembered.forget()
    actors.remembered.forget()
    definitions.remembered.forget()
    rates.forget()


@pytest.fixture(autouse=True)
def _speak_the_language_of_the_service() -> Iterator[None]:
    """A page opened in Welsh leaves its thread in Welsh, as a server's does until the next."""
    yield
    translation.deactivate()


@pytest.fixture(scope="session")
def what_migrations_wrote(django_db_setup: None, django_db_blocker: Any) -> str:
    """The rows of an empty installation: Wagtail's root page, locales, permissions."""
    with django_db_blocker.unblock():
        return str(connection.creation.serialize_db_to_string())


@pytest.fixture(autouse=True)
def _rows_to_begin_with(request: pytest.FixtureRequest) -> None:
    """Give a test that flushes the rows that the one before it flushed away."""
    if not _flushes(request.node):
        return
    rows = request.getfixturevalue("what_migrations_wrote")
    request.getfixturevalue("transactional_db")
    if not Locale.objects.exists():
        connection.creation.deserialize_db_from_string(rows)


def pytest_collection_finish(session: pytest.Session) -> None:
    """Spare the collector what is here to stay: the code, and thousands of tests."""
    gc.collect()
    gc.freeze()
