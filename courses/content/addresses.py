"""Checks of the addresses that courses and lessons may have."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# Addresses below a course that are not lessons (courses.progress.urls).
RESERVED_ADDRESSES = frozenset({"start", "finished", "feedback", "remove-from-learning"})
LETTERS = re.compile(r"[-a-zA-Z0-9_]+")
LONGEST = 200  # as long as the catalogue's


def check_address(slug: str) -> None:
    """Refuse an address that no route would find; Wagtail's may be longer, and of any letters.

    Raises ValidationError.
    """
    if slug and not (LETTERS.fullmatch(slug) and len(slug) <= LONGEST):
        raise ValidationError(
            {"slug": _("Use up to 200 letters from a to z, numbers and hyphens in the address.")}
        )


def check_lesson_address(slug: str) -> None:
    """Refuse an address that no lesson may have. Raises ValidationError."""
    check_address(slug)
    if slug in RESERVED_ADDRESSES:
        raise ValidationError({"slug": _("This address is taken by the course itself.")})
