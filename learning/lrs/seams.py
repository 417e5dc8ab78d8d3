"""Work that lower rooms hand to higher ones: lists of dotted names in the settings.

A seam is read like MIDDLEWARE: in order, once, and checked at start-up. It lives here because the
store is the lowest room that offers one; ``ui`` and ``privacy`` below have none.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.core.signals import setting_changed
from django.utils.module_loading import import_string

SEAMS = (
    "LRS_GATES",
    "LRS_CONSUMERS",
    "PEOPLE_CONSUMERS",
    "HOME_PANELS",
    "MEDIA_READERS",
    "SNIPPET_CONSUMERS",
    "SNIPPET_USES",
    "PUBLISH_CHECKS",
    "PUBLISH_CONSUMERS",
    "WITHOUT_REVIEW",
    "CHANGE_AUDIENCES",
    "UNPUBLISH_CONSUMERS",
    "PREVIEWS",
    "WELCOME_STEPS",
    "MAIL_QUEUE",
    "SWEEPS",
)


@lru_cache(maxsize=len(SEAMS))
def seam(name: str) -> tuple[Callable[..., Any], ...]:
    """Return the functions that the setting ``name`` lists, imported once and in its order.

    LookupError where no seam has that name, ImportError where a function cannot be found.
    """
    if name not in SEAMS:
        raise LookupError(f"{name} is not a seam; there are {', '.join(SEAMS)}.")
    return tuple(import_string(dotted) for dotted in getattr(settings, name, ()))


def _forget(*, setting: str, **kwargs: object) -> None:
    if setting in SEAMS:
        seam.cache_clear()


setting_changed.connect(_forget, dispatch_uid="learning.lrs.seams")


def check_seams(**kwargs: object) -> list[CheckMessage]:
    """Report every name in a seam that does not import, or names nothing that can be called."""
    found: list[CheckMessage] = []
    for name in SEAMS:
        for dotted in getattr(settings, name, ()):
            try:
                target = import_string(dotted)
            except ImportError as error:
                found.append(Error(f"{name} names {dotted!r}: {error}", id="lrs.E001"))
                continue
            if not callable(target):
                found.append(
                    Error(f"{name} names {dotted!r}, which cannot be called.", id="lrs.E002")
                )
    return found
