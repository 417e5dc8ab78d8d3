"""The search columns of an entry: what goes into them, and in which form."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib.postgres.search import SearchVector
from django.db.models import Value

from learning.catalogue.languages import reading
from learning.catalogue.words import EMPTY, tokens


def index_values(
    *, title: str, summary: str, outcomes: Sequence[str], body: str, language: str
) -> dict[str, Any]:
    """Return the columns of an entry that searching reads, all of them folded.

    ``headline`` has what stands on the outside, for ranking: PostgreSQL keeps it in the row, while
    the vector of a whole body is fetched and unpacked for every match. ``words`` are the outside's
    own words, to correct a spelling by; the body's are left out, being names and rarities.
    """
    config = reading(language).configuration
    about = " ".join([summary, *outcomes])
    headline = SearchVector(Value(_folded(title)), weight="A", config=config) + SearchVector(
        Value(_folded(about)), weight="B", config=config
    )
    return {
        "headline": headline,
        "search": headline + SearchVector(Value(_folded(body)), weight="C", config=config),
        "words": sorted(
            word
            for word in {*tokens(title), *tokens(about)}
            if word not in EMPTY and not word.isdigit()
        ),
    }


def _folded(text: str) -> str:
    return " ".join(tokens(text))
