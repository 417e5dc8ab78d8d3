"""The service's name as it was chosen here, remembered by each process for a while."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Mapping

from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, connection, transaction

from learning.config.settings.naming import DEFAULTS, names_by_language, names_given

_remembered: dict[str, str] = {}
_read_at: float | None = None


def current_names() -> dict[str, str]:
    """Return the names by language, "" for every language that has none of its own."""
    return names_by_language(os.environ, _chosen())


def is_decided_by_the_environment() -> bool:
    """Tell whether the environment names the service, so that nothing else can."""
    return "" in names_given(os.environ)


def name_the_service(names: Mapping[str, str]) -> bool:
    """Give the service a name, and others for languages; tell whether anything changed.

    A language without one shows the name. The other processes follow within
    ``SERVICE_NAME_SECONDS``.
    """
    from learning.config.models import ServiceName

    wanted = {language: name.strip() for language, name in names.items() if name.strip()}
    with transaction.atomic():
        before = dict(ServiceName.objects.select_for_update().values_list("language", "name"))
        if before == wanted:
            return False
        ServiceName.objects.exclude(language__in=wanted).delete()
        for language, name in wanted.items():
            ServiceName.objects.update_or_create(language=language, defaults={"name": name})
    forget()
    return True


def suggested() -> str:
    """Return the name that comes with the service."""
    return DEFAULTS[""]


def forget() -> None:
    """Forget the names, so that they are read anew when next wanted."""
    global _read_at
    _read_at = None


def _chosen() -> dict[str, str]:
    global _read_at, _remembered
    now, keeping = time.monotonic(), settings.SERVICE_NAME_SECONDS
    fresh = keeping is None or (_read_at is not None and now - _read_at < keeping)
    if fresh or not _may_ask():
        return _remembered
    _read_at = now  # also where it fails: a page that is late is worse than an old name on it
    # Never changed in place: other threads are reading it.
    with contextlib.suppress(DatabaseError):
        _remembered = _read()
    return _remembered


def _may_ask() -> bool:
    """Tell whether the database can be asked without waiting for it.

    Pages that say that it is away have the name on them too.
    """
    return apps.ready and connection.connection is not None and not connection.needs_rollback


def _read() -> dict[str, str]:
    from learning.config.models import ServiceName

    # A caller's transaction must not fail with this query.
    with transaction.atomic():
        return dict(ServiceName.objects.values_list("language", "name"))
