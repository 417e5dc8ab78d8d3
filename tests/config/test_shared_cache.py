"""What is counted or kept for a while is the same for all processes."""

from __future__ import annotations

import os
import uuid
from typing import Any

import pytest
from django.core.cache import caches
from django.core.cache.backends.db import DatabaseCache
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import connection
from django.test import Client, override_settings

from learning.config.settings.environment import CACHE_TABLE, cache_settings, required
from learning.people.limits import Limit
from tests.config.test_settings import COMPLETE, manage

REDIS = os.environ.get("TEST_REDIS_URL", "")


def test_production_never_counts_in_the_memory_of_one_process() -> None:
    show = "from django.conf import settings; print(settings.CACHES['default']['BACKEND'])"
    for url, backend in (
        ("", "db.DatabaseCache"),
        ("redis://r.example:6379/1", "redis.RedisCache"),
    ):
        done = manage("shell", "--no-imports", "-c", show, **COMPLETE, CACHE_URL=url)
        assert done.stdout.strip().endswith(backend), done.stderr


@pytest.mark.parametrize("url", ["", "redis://r.example:6379/1"])
def test_check_deploy_is_clean_with_either(url: str) -> None:
    done = manage("check", "--deploy", "--fail-level=WARNING", **COMPLETE, CACHE_URL=url)
    assert done.returncode == 0, done.stderr


def test_another_kind_of_cache_is_refused() -> None:
    with pytest.raises(ImproperlyConfigured, match="CACHE_URL is of no known kind"):
        required({**COMPLETE, "CACHE_URL": "memcached://r.example"})


@pytest.mark.django_db
def test_the_table_is_there_after_migrating_and_as_django_would_make_it() -> None:
    assert CACHE_TABLE in connection.introspection.table_names()
    with connection.cursor() as cursor:
        made = connection.introspection.get_table_description(cursor, CACHE_TABLE)
        with override_settings(CACHES={"default": {
            **cache_settings("")["default"], "LOCATION": "made_by_django",
        }}):  # fmt: skip
            call_command("createcachetable", verbosity=0)
        django = connection.introspection.get_table_description(cursor, "made_by_django")
    assert [(c.name, c.type_code, c.null_ok) for c in made] == [
        (c.name, c.type_code, c.null_ok) for c in django
    ]


def limited(ask: Any) -> int:
    """Return how often something can be asked for until it is refused."""
    for number in range(200):
        if ask() == 429:
            return number
    raise AssertionError("never refused")


@pytest.fixture(params=["database", "redis"])
def shared(request: pytest.FixtureRequest) -> Any:
    """Count as production does."""
    if request.param == "redis" and not REDIS:
        pytest.skip("TEST_REDIS_URL is not set: no Redis to count in")
    chosen = cache_settings(REDIS if request.param == "redis" else "")
    chosen["default"]["KEY_PREFIX"] = f"test-{uuid.uuid4()}"
    with override_settings(CACHES=chosen):
        yield chosen
        caches["default"].clear() if request.param == "database" else None


@pytest.mark.django_db
def test_how_often_somebody_tried_does_not_depend_on_the_cache(shared: Any, settings: Any) -> None:
    most = settings.SIGN_IN_LIMITS["invitation-address"]["most"]
    limit = Limit("invitation-address", "127.0.0.1")
    for _attempt in range(most - 2):
        limit.take()
    assert limited(lambda: Client().get("/welcome/broken/").status_code) == 2
    # As a process that was started just now, with nothing in its memory.
    with override_settings(CACHES={"default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": str(uuid.uuid4()),
    }}):  # fmt: skip
        assert Client().get("/welcome/broken/").status_code == 429
    caches["default"].clear()
    assert Client().get("/welcome/broken/").status_code == 429


@pytest.mark.django_db
def test_the_database_keeps_more_than_a_crowd_needs() -> None:
    cache = DatabaseCache(CACHE_TABLE, cache_settings("")["default"])
    for number in range(400):
        cache.set(f"crowd-{number}", number)
    assert cache.get("crowd-0") == 0, "the default of 300 would have forgotten it"
