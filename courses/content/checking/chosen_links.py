"""Links that were chosen, not typed, resolved for many texts at once.

Wagtail looks up each of them while it renders: one question for each text. Anyone who only wants to
know which files learners would see needs the documents, and does not need the pages.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Any

from wagtail.rich_text.rewriters import FIND_A_TAG, extract_attrs

from cms.media.models import LibraryDocument
from cms.publishing.markup import key_in


def with_files_only(raw: list[Any]) -> list[Any]:
    """Return StreamField data with chosen documents as addresses, and chosen pages as none.

    ``raw`` is any nesting of lists, dicts and strings. One query, or none.
    """
    keys = {
        key_in(attributes.get("id", ""))
        for text in _texts(raw)
        for found in FIND_A_TAG.findall(text)
        if (attributes := extract_attrs(found)).get("linktype") == "document"
    }
    documents = LibraryDocument.objects.in_bulk(keys) if keys else {}

    def tag(found: Any) -> str:
        attributes = extract_attrs(found[1])
        if attributes.get("linktype") not in ("page", "document"):
            return str(found[0])
        document = (
            documents.get(key_in(attributes.get("id", "")))
            if attributes["linktype"] == "document"
            else None
        )
        return f'<a href="{escape(document.url)}">' if document else "<a>"

    def resolved(value: Any) -> Any:
        if isinstance(value, str):
            return FIND_A_TAG.sub(tag, value) if "linktype" in value else value
        if isinstance(value, dict):
            return {name: resolved(part) for name, part in value.items()}
        return [resolved(part) for part in value] if isinstance(value, list) else value

    return [resolved(part) for part in raw]


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        if "linktype" in value:
            yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _texts(part)
