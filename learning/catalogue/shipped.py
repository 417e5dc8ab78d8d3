"""The vocabulary that the service is shipped with (vocabulary.yaml). Pure."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import Path

import yaml

from learning.catalogue.vocabulary import Entry, Vocabulary, compiled, entry

FILE = Path(__file__).with_name("vocabulary.yaml")


@cache
def shipped_entries() -> tuple[Entry, ...]:
    """Return the entries of the file, in its order."""
    with FILE.open(encoding="utf-8") as stored:
        rows = yaml.safe_load(stored)
    return tuple(
        entry(
            {language: map(str, said) for language, said in row.items() if language != "also"},
            also=map(str, row.get("also", ())),
        )
        for row in rows
    )


def vocabulary_with(added: Iterable[Entry]) -> Vocabulary:
    """Return the vocabulary shipped with the service and, on top, the entries ``added``."""
    return _compiled(tuple(added))


@lru_cache(maxsize=4)
def _compiled(added: tuple[Entry, ...]) -> Vocabulary:
    # It changes when an editor saves; between two changes every search asks for the same one.
    return compiled((*shipped_entries(), *added))
