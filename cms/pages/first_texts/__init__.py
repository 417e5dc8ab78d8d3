"""The first texts of the pages about the service, until somebody changes them, as files here.

Each begins with its title as the only ``<h1>``. ``{service}`` becomes the service's name.
"""

from __future__ import annotations

import re
from pathlib import Path

from django.conf import settings
from django.utils import translation

HERE = Path(__file__).parent
OTHERWISE = "en-gb"
_TITLE = re.compile(r"<h1>(.*?)</h1>\s*", re.DOTALL)


def first_text(kind: str, language: str) -> tuple[str, str, str]:
    """Return title, words as HTML, and their language: ``language`` where there are such words."""
    written = language if (HERE / language / f"{kind}.html").exists() else OTHERWISE
    title, words = _read(kind, written)
    with translation.override(written):
        name = str(settings.SERVICE_NAME)
    return title, words.replace("{service}", name), written


def _read(kind: str, language: str) -> tuple[str, str]:
    text = (HERE / language / f"{kind}.html").read_text(encoding="utf-8")
    found = _TITLE.match(text)
    if found is None:
        raise ValueError(f"{language}/{kind}.html does not begin with its title")
    return found[1], text[found.end() :].strip()
