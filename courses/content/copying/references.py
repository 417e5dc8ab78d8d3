"""Changing what a copy of a lesson names (pages, addresses, files) to what belongs to the copy.

Raw StreamField data in, the same shape out: the definitions of the blocks say which of their
fields names what.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock
from wagtail.rich_text.rewriters import FIND_A_TAG, extract_attrs

from cms.blocks.walking import changed, fields_of
from cms.publishing.markup import key_in

NUMBER = re.compile(r'(\bid=")\d+(")')


@dataclass(frozen=True)
class Places:
    """The things that take the place of others: pages and files by key, courses by address."""

    pages: Mapping[int, int] = field(default_factory=dict)
    courses: Mapping[str, str] = field(default_factory=dict)
    pictures: Mapping[int, int] = field(default_factory=dict)
    documents: Mapping[int, int] = field(default_factory=dict)


def put_in_place(block: blocks.Block, raw: Any, places: Places) -> Any:
    """Return what ``block`` stores, with each name that ``places`` knows replaced."""

    def own(field: blocks.Block, value: Any, path: str) -> Any:
        if isinstance(field, blocks.RichTextBlock) and isinstance(value, str):
            return FIND_A_TAG.sub(lambda found: _tag(found, places), value)
        known = _known(field, places)
        return known.get(value, value) if known and isinstance(value, int) else value

    return changed(block, raw, own)


def files_named(block: blocks.Block, raw: Any) -> tuple[set[int], set[int]]:
    """Return the keys of the pictures and of the documents that what ``block`` stores names."""
    pictures, documents = set(), set()
    for kind, value in fields_of(block, raw):
        if isinstance(kind, ImageChooserBlock) and value:
            pictures.add(value)
        elif isinstance(kind, DocumentChooserBlock) and value:
            documents.add(value)
        elif isinstance(kind, blocks.RichTextBlock) and isinstance(value, str):
            attributes = [extract_attrs(found) for found in FIND_A_TAG.findall(value)]
            documents |= {
                key_in(one.get("id", "")) for one in attributes if one.get("linktype") == "document"
            }
    return pictures, documents


def _known(field: blocks.Block, places: Places) -> Mapping[int, int] | None:
    if isinstance(field, ImageChooserBlock):
        return places.pictures
    if isinstance(field, DocumentChooserBlock):
        return places.documents
    return places.pages if isinstance(field, blocks.PageChooserBlock) else None


def _tag(found: re.Match[str], places: Places) -> str:
    tag, attributes = found[0], extract_attrs(found[1])
    keys = {"page": places.pages, "document": places.documents}.get(attributes.get("linktype", ""))
    if keys is not None:
        key = keys.get(key_in(attributes.get("id", "")))
        return NUMBER.sub(rf"\g<1>{key}\g<2>", tag) if key else tag
    address = attributes.get("href", "")
    for old, new in places.courses.items():
        start = f"/courses/{old}"
        own = urlsplit(settings.WAGTAILADMIN_BASE_URL)
        for origin in ("", f"{own.scheme}://{own.netloc}"):
            rest = address.removeprefix(origin + start)
            if rest != address and rest[:1] in ("", "/", "#", "?"):
                return tag.replace(f'"{address}"', f'"{origin}/courses/{new}{rest}"')
    return tag


def keys_of(pairs: Collection[tuple[Any, Any]]) -> dict[int, int]:
    """Return the keys of the copies, by the keys of their originals."""
    return {original.pk: copy.pk for original, copy in pairs}
