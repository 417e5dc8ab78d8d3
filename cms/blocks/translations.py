"""Sanitising of translations as they are saved: wagtail-localize itself takes what comes."""

from __future__ import annotations

import json
from html import unescape
from typing import Any

from django.db.models.signals import pre_save

from cms.blocks.addresses import safe_address
from cms.blocks.sanitiser import translated

LINK = "'"  # with which a path ends that means the address of a link
NOTHING = json.dumps("")


def watch_translations() -> None:
    """Sanitise every translated text before it is saved, whichever way that happens.

    ``bulk_create`` and ``update`` send no signal: who uses them calls ``translated`` first
    (tests/architecture/test_html.py knows each).
    """
    from wagtail_localize.models import SegmentOverride, StringTranslation

    pre_save.connect(_text, StringTranslation, dispatch_uid="cms.blocks.translations.text")
    pre_save.connect(_other, SegmentOverride, dispatch_uid="cms.blocks.translations.other")


def leads_nowhere_safe(path: str, value: Any) -> bool:
    """Tell whether ``value``, in the place of what the original has, is a link nobody may have."""
    return path.endswith(LINK) and not (
        isinstance(value, str) and safe_address(unescape(value)) is not None
    )


def _text(instance: Any, **more: Any) -> None:
    instance.data = translated(instance.data)


def _other(instance: Any, **more: Any) -> None:
    try:
        value = json.loads(instance.data_json)
    except ValueError:
        value = None
    if instance.context is not None and leads_nowhere_safe(instance.context.path, value):
        # Without a value the link of the original stays.
        instance.data_json = NOTHING
