"""Turning a lesson's blocks into what a frozen version keeps, once."""

from __future__ import annotations

import re
from html import unescape
from typing import Any
from urllib.parse import unquote

from django.conf import settings
from django.utils import translation
from django.utils.html import strip_tags
from wagtail.blocks import StreamValue

from courses.content.knowledge_checks import Check, CheckKind, Option

# The shape of the blocks in ``raw``; raise it, with a recipe in docs/how-to, when a block changes.
BLOCK_SCHEMA = 1

MEDIA_ADDRESS = re.compile(r'(?:src|href)="([^"]+)"')


def render_body(body: StreamValue, *, language: str) -> list[dict[str, Any]]:
    """Return the segments of a lesson: ``{"html": str}`` or ``{"check": dict}``, in order.

    Words that our templates add, such as "Case study", are in ``language``, the content's own.
    """
    segments: list[dict[str, Any]] = []
    with translation.override(language):
        for child in body:
            if child.block_type == "check":
                segments.append({"check": check_of(child.id, child.value).to_json()})
            else:
                segments.append({"html": str(child.render())})
    return segments


def check_of(key: str, value: Any) -> Check:
    """Return the knowledge check that an author wrote as a block with the id ``key``."""
    options = value["options"]
    return Check(
        key=str(key),
        kind=CheckKind(value["kind"]),
        question=value["question"],
        options=tuple(
            Option(
                key=str(option.id)[:8],
                text=option.value["text"],
                correct=bool(option.value["correct"]),
                feedback=option.value["feedback"] or "",
            )
            for option in options.bound_blocks
        ),
        explanation=value["explanation"] or "",
    )


def words_of(segments: list[dict[str, Any]]) -> str:
    """Return the plain words of a lesson, for full-text search; no answers among them."""
    return "\n".join(
        _plain(segment["html"]) if "html" in segment else segment["check"]["question"]
        for segment in segments
    )


def _plain(html: str) -> str:
    # A tag ends a word: without the space the last word of a paragraph joins the next one's first.
    return unescape(" ".join(strip_tags(html.replace("<", " <")).split()))


def files_of(segments: list[dict[str, Any]]) -> set[str]:
    """Return the paths, in the storage, of the files that a lesson shows or offers."""
    return {
        unquote(unescape(address)).removeprefix(settings.MEDIA_URL)
        for segment in segments
        for address in MEDIA_ADDRESS.findall(segment.get("html", ""))
        if address.startswith(settings.MEDIA_URL)
    }
