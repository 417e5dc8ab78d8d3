"""What a copy of a lesson names, changed to what belongs to the copy: pages, addresses, files.

Pure: raw StreamField data in, the same shape out.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from wagtail.rich_text.rewriters import FIND_A_TAG, extract_attrs

from cms.publishing.markup import key_in

NUMBER = re.compile(r'(\bid=")\d+(")')
# Where a block of content names a file of the library, by the kind of the block.
DOCUMENTS = {
    "download": ("document",),
    "video": ("file", "captions"),
    "audio": ("file", "captions"),
}


@dataclass(frozen=True)
class Places:
    """What takes the place of what: pages, pictures and documents by key, courses by address."""

    pages: Mapping[int, int] = field(default_factory=dict)
    courses: Mapping[str, str] = field(default_factory=dict)
    pictures: Mapping[int, int] = field(default_factory=dict)
    documents: Mapping[int, int] = field(default_factory=dict)


def put_in_place(blocks: list[dict[str, Any]], places: Places) -> list[dict[str, Any]]:
    """Return the blocks of a lesson with everything that ``places`` knows named anew."""
    return [_block(block, places) for block in blocks]


def files_named(blocks: list[dict[str, Any]]) -> tuple[set[int], set[int]]:
    """Return the keys of the pictures and of the documents that the blocks name."""
    pictures, documents = set(), set()
    for block in blocks:
        value = block["value"]
        if block["type"] == "image" and (key := (value.get("image") or {}).get("image")):
            pictures.add(key)
        documents |= {value[name] for name in DOCUMENTS.get(block["type"], ()) if value.get(name)}
    for text in _texts(blocks):
        for found in FIND_A_TAG.findall(text):
            attributes = extract_attrs(found)
            if attributes.get("linktype") == "document":
                documents.add(key_in(attributes.get("id", "")))
    return pictures, documents


def _block(block: dict[str, Any], places: Places) -> dict[str, Any]:
    value = _renamed(block["value"], places)
    if block["type"] == "image" and value.get("image"):
        shown = value["image"]
        key = shown.get("image")
        value = {**value, "image": {**shown, "image": places.pictures.get(key, key)}}
    for name in DOCUMENTS.get(block["type"], ()):
        if name in value:
            value = {**value, name: places.documents.get(value[name], value[name])}
    return {**block, "value": value}


def _renamed(value: Any, places: Places) -> Any:
    if isinstance(value, str):
        return FIND_A_TAG.sub(lambda found: _tag(found, places), value) if "<a" in value else value
    if isinstance(value, dict):
        return {name: _renamed(part, places) for name, part in value.items()}
    return [_renamed(part, places) for part in value] if isinstance(value, list) else value


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


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        if "linktype" in value:
            yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _texts(part)


def keys_of(pairs: Collection[tuple[Any, Any]]) -> dict[int, int]:
    """Return for each page its copy, by their keys."""
    return {original.pk: copy.pk for original, copy in pairs}
