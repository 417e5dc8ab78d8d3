"""The largest body that a request may have, by its address.

Gunicorn imports this before there are any models: who is asked is found by name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.db import close_old_connections
from django.utils.module_loading import import_string


@dataclass(frozen=True, slots=True)
class Bound:
    """The largest body in bytes, and who is asked before one beyond BODY_BEFORE_ASKING is read."""

    most: int
    asked: str = ""


def bound_for(path: str) -> Bound:
    """Return the bound for the body of a request to ``path``."""
    for prefix, names, asked in settings.LARGE_BODIES:
        if path.startswith(prefix):
            largest = max(getattr(settings, name) for name in names)
            return Bound(largest + settings.AROUND_A_FILE, asked)
    return Bound(settings.SMALL_BODY)


def may_send(asked: str, headers: Mapping[str, str]) -> bool:
    """Ask the function named ``asked`` whether a body may be sent, on this thread's connection."""
    close_old_connections()
    try:
        return bool(import_string(asked)(headers))
    finally:
        close_old_connections()
