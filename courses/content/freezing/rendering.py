"""Turning a lesson's blocks into what a frozen version keeps, once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from typing import Any
from urllib.parse import unquote

from django.conf import settings
from django.utils import translation
from django.utils.html import strip_tags
from wagtail.blocks import StreamValue

from cms.blocks.frozen import frozen
from cms.snippets.blocks import place_of
from cms.snippets.marking import mark_words
from courses.content.knowledge.checks import Check, CheckKind, Option

# The shape of the blocks in ``raw``; raise it, with a recipe in docs/how-to, when a block changes.
BLOCK_SCHEMA = 1

# What only scripts read: no words of the lesson.
FOR_SCRIPTS = re.compile(r"<(script|template)\b.*?</\1>", re.DOTALL)
OUTSIDE = re.compile(r'(?:href|data-embed)="(https?://[^"]+)"')
MEDIA_ADDRESS = re.compile(r'(?:src|href)="([^"]+)"')


def render_body(body: StreamValue, *, language: str) -> list[dict[str, Any]]:
    """Return the segments of a lesson: ``{"html": str}`` or ``{"check": dict}``, in order.

    Words that our templates add, such as "Case study", are in ``language``, the content's own.
    What a block's page has to load or allow besides is named in ``needs`` (``Needs``).
    """
    segments: list[dict[str, Any]] = []
    with translation.override(language):
        for child in body:
            if child.block_type == "check":
                segments.append({"check": check_of(child.id, child.value).to_json()})
                continue
            segment: dict[str, Any] = {"html": str(child.render({"key": child.id}))}
            if named := child.block.needs(child.value):
                segment["needs"] = named
            segments.append(segment)
        _mark_words(body, segments)
    # The templates write nothing else; whatever they were given, nothing else is frozen.
    return [
        {**segment, "html": frozen(segment["html"])} if "html" in segment else segment
        for segment in segments
    ]


def _mark_words(body: StreamValue, segments: list[dict[str, Any]]) -> None:
    """Make the first use of each word that the lesson explains a link to its meaning."""
    left = {
        form: place_of(word)
        for child in body
        if child.block_type == "words"
        for word in child.value["words"]
        if word is not None
        for form in word.forms
    }
    for child, segment in zip(body, segments, strict=True):
        if child.block.has_running_text:
            segment["html"], linked = mark_words(segment["html"], left)
            left = {form: place for form, place in left.items() if place not in linked}


@dataclass(frozen=True)
class Needs:
    """The needs of a page with these segments: origins of frames, and scripts by their names."""

    frames: frozenset[str]
    scripts: frozenset[str]


def needs_of(segments: list[dict[str, Any]]) -> Needs:
    """Return the needs of a lesson's page besides its HTML."""

    def named(kind: str) -> frozenset[str]:
        return frozenset(
            name for segment in segments for name in segment.get("needs", {}).get(kind, ())
        )

    return Needs(frames=named("frames"), scripts=named("scripts"))


def check_of(key: str, value: Any) -> Check:
    """Return the knowledge check that an author wrote as a block with the id ``key``."""
    options = value["options"]
    return Check(
        key=str(key),
        kind=CheckKind(value["kind"] or CheckKind.SINGLE),  # a draft may not say it yet
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
    html = FOR_SCRIPTS.sub(" ", html)
    # A tag ends a word: without the space the last word of a paragraph joins the next one's first.
    return unescape(" ".join(strip_tags(html.replace("<", " <")).split()))


def links_of(segments: list[dict[str, Any]]) -> list[str]:
    """Return the addresses outside the service that a lesson leads to, in order, each once."""
    found = [
        unescape(address)
        for segment in segments
        for address in OUTSIDE.findall(segment.get("html", ""))
    ]
    return list(dict.fromkeys(found))


def files_of(segments: list[dict[str, Any]]) -> set[str]:
    """Return the paths, in the storage, of the files that a lesson shows or offers."""
    return {
        unquote(unescape(address)).removeprefix(settings.MEDIA_URL)
        for segment in segments
        for address in MEDIA_ADDRESS.findall(segment.get("html", ""))
        if address.startswith(settings.MEDIA_URL)
    }
