"""How PostgreSQL reads a language when it searches. Pure."""

from __future__ import annotations

# PostgreSQL's text-search configuration for a language; it has no Welsh stemmer.
SEARCH_CONFIGURATIONS = {"en": "english", "cy": "simple"}


def search_configuration(language: str) -> str:
    """Return the name of the text-search configuration for ``language``."""
    return SEARCH_CONFIGURATIONS.get(language.split("-")[0], "simple")
