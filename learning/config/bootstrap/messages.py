"""Translations with Babel, which needs no gettext programs: extract, update, compile.

Run by ``.venv``'s Python: ``python -m learning.config.bootstrap.messages extract|compile``.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from learning.config.bootstrap.steps import ROOT, say

LOCALE = ROOT / "locale"
# English for English: not extracted, for the messages are Wagtail's.
WAGTAILS_WORDS = ROOT / "cms/publishing/locale"
FOLDERS = ("learning", "cms", "courses", "assessments", "mentoring")
METHODS = [("**/jinja2/**.html", "jinja2"), ("**/jinja2/**.txt", "jinja2"), ("**.py", "python")]
OPTIONS = {
    "**/jinja2/**.html": {"extensions": "jinja2.ext.do", "newstyle_gettext": "true"},
    "**/jinja2/**.txt": {"extensions": "jinja2.ext.do", "newstyle_gettext": "true"},
}
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}


def extracted() -> Catalog:
    """Return every string that people see, found in the Python files and Jinja2 templates."""
    catalog = Catalog(charset="utf-8")
    for folder in FOLDERS:
        if not (ROOT / folder).is_dir():
            continue
        found = extract_from_dir(
            str(ROOT / folder),
            METHODS,
            OPTIONS,
            KEYWORDS,
            ["Translators:"],
            strip_comment_tags=True,
        )
        for file, _line, message, comments, context in found:
            # Without line numbers, a moved line does not change the file.
            where = [(f"{folder}/{file}", 0)]
            catalog.add(message, None, where, auto_comments=comments, context=context)
    return catalog


def po_files() -> Iterator[Path]:
    """Yield the path of the catalogue of each language."""
    yield from sorted(LOCALE.glob("*/LC_MESSAGES/*.po"))


def update() -> None:
    """Bring new strings into every catalogue and take out those that are gone."""
    template = extracted()
    for path in po_files():
        with path.open("rb") as file:
            catalog = read_po(file, locale=path.parts[-3])
        catalog.update(template, no_fuzzy_matching=True)
        catalog.obsolete.clear()
        text = io.BytesIO()
        write_po(text, catalog, width=100, include_lineno=False, sort_output=True)
        path.write_bytes(text.getvalue())
        todo = sum(1 for message in catalog if message.id and not _is_translated(message.string))
        say(f"  {path.relative_to(ROOT)}: {len(catalog)} strings, {todo} to translate")


def compile_all() -> None:
    """Write the ``.mo`` beside each ``.po``, our own words for what Wagtail says among them.

    :raises SystemExit: where a translation has other placeholders than its original.
    """
    wrong = 0
    for path in (*po_files(), *sorted(WAGTAILS_WORDS.glob("*/LC_MESSAGES/*.po"))):
        with path.open("rb") as file:
            catalog = read_po(file, locale=path.parts[-3])
        for message, errors in catalog.check():
            for error in errors:
                wrong += 1
                say(f"{path.relative_to(ROOT)}:{message.lineno}: {error}")
        with path.with_suffix(".mo").open("wb") as file:
            write_mo(file, catalog)
    if wrong:
        sys.exit(1)


def _is_translated(string: str | tuple[str, ...] | list[str] | None) -> bool:
    """Tell whether a message has its translation, in each of its plural forms."""
    return all(string) if isinstance(string, tuple | list) else bool(string)


if __name__ == "__main__":
    {"extract": update, "compile": compile_all}[sys.argv[1]]()
