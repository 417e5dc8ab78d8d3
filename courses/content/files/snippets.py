"""The shared content of a course that is written as files: passages, and words of the glossary.

Both are the department's own. A passage that somebody has changed here since it was loaded is left
alone, and so is a word that the department has already explained: other lessons use them too.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid5

from wagtail.models import Collection, Locale

from cms.snippets.models import GlossaryTerm, SharedPassage
from courses.content.files.reading import PassageFile

WithFiles = Callable[[dict[str, Any]], dict[str, Any]]


def with_snippets(
    block: dict[str, Any], locale: Locale, collection: Collection, with_files: WithFiles
) -> dict[str, Any]:
    """Return ``block`` with what it shares in the library, named by its key."""
    if block["type"] == "passage":
        return {**block, "value": _passage(block["value"], locale, collection, with_files).pk}
    if block["type"] == "words":
        words = [
            {
                "type": "item",
                "id": str(uuid5(UUID(block["id"]), word["term"])),
                "value": _word(word, locale, collection).pk,
            }
            for word in block["value"]
        ]
        return {**block, "value": {"words": words}}
    return block


def _passage(
    file: PassageFile, locale: Locale, collection: Collection, with_files: WithFiles
) -> SharedPassage:
    raw = [with_files(block) for block in file.blocks]
    body = SharedPassage(body=json.dumps(raw)).body
    # The same validation as in the editor: a file can no more skip it than a person can.
    body.stream_block.clean(body)
    passage = SharedPassage.objects.filter(translation_key=file.id, locale=locale).first()
    if passage and passage.loaded_digest != _digest(passage):
        return passage
    passage = passage or SharedPassage(
        translation_key=file.id, locale=locale, collection=collection
    )
    passage.title, passage.body = file.title, body
    passage.loaded_digest = _digest(passage)
    passage.save()
    return passage


def _digest(passage: SharedPassage) -> str:
    # Sorted, for the database keeps the names in an order of its own.
    written = json.dumps([passage.title, list(passage.body.raw_data)], sort_keys=True)
    return hashlib.sha256(written.encode()).hexdigest()


def _word(word: dict[str, str], locale: Locale, collection: Collection) -> GlossaryTerm:
    found = GlossaryTerm.objects.filter(
        term__iexact=word["term"], locale=locale, collection=collection
    ).first()
    if found:
        return found
    made = GlossaryTerm(locale=locale, collection=collection, **word)
    made.full_clean()
    made.save()
    return made
