"""The functions that a seam lists: what a lower room asks of higher ones, by name."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.core.signals import setting_changed
from django.utils.module_loading import import_string

SEAMS = (
    "LRS_GATES",
    "LRS_CONSUMERS",
    "PEOPLE_CONSUMERS",
    "ORGANISATION_CONSUMERS",
    "RIGHTS",
    "ACTIVITY_KINDS",
    "HOME_PANELS",
    "MEDIA_READERS",
    "SNIPPET_CONSUMERS",
    "SNIPPET_USES",
    "STEP_KINDS",
    "PUBLISH_CHECKS",
    "FREEZERS",
    "PUBLISH_CONSUMERS",
    "WITHOUT_REVIEW",
    "CHANGE_AUDIENCES",
    "UNPUBLISH_CONSUMERS",
    "PREVIEWS",
    "VISIBLE_PAGES",
    "WELCOME_STEPS",
    "WELCOME_WORDS",
    "LEAD_PANELS",
    "WITH_THE_PERSON",
    "MAIL_QUEUE",
    "CHECKLIST",
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


setting_changed.connect(_forget, dispatch_uid="learning.seams")
