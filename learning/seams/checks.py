"""The check at start-up that every name in a seam leads somewhere."""

from __future__ import annotations

from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.utils.module_loading import import_string

from learning.seams.named import SEAMS


def check_seams(**kwargs: object) -> list[CheckMessage]:
    """Report every name in a seam that does not import, or names nothing that can be called."""
    found: list[CheckMessage] = []
    for name in SEAMS:
        for dotted in getattr(settings, name, ()):
            try:
                target = import_string(dotted)
            except ImportError as error:
                found.append(Error(f"{name} names {dotted!r}: {error}", id="seams.E001"))
                continue
            if name == "LRS_CONSUMERS" and not hasattr(target, "replay"):
                found.append(
                    Error(
                        f"{name} names {dotted!r}, which cannot be replayed "
                        "(docs/how-to/add-a-consumer.md).",
                        id="seams.E003",
                    )
                )
            if not callable(target):
                found.append(
                    Error(f"{name} names {dotted!r}, which cannot be called.", id="seams.E002")
                )
    return found
