"""Tables for spreadsheets: whatever is in a cell, it is shown and never run.

Everything that leaves the service for a spreadsheet comes through here, ours and Wagtail's
(tests/architecture/test_spreadsheets.py).
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator
from typing import Any

# A spreadsheet runs a cell that begins with one of these as a formula (OWASP, CSV injection), in
# some languages also with their wide forms; spaces before them do not matter to all.
FORMULA_STARTS = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
CONTROLS = ("\t", "\r", "\n")
BOM = "\ufeff"


class _Echo:
    """A file that hands back what is written to it, so that rows can be streamed."""

    def write(self, text: str) -> str:
        return text


def safe_cell(value: Any) -> Any:
    """Return ``value`` so that a spreadsheet shows it and never runs it; only texts can be run."""
    if not isinstance(value, str):
        return value
    runs = value.startswith(CONTROLS) or value.lstrip(" \t\r\n\0\ufeff").startswith(FORMULA_STARTS)
    return f"'{value}" if runs else value


def csv_lines(rows: Iterable[Iterable[Any]]) -> Iterator[str]:
    """Yield the lines of a CSV file, UTF-8 with a byte order mark so that Excel reads Welsh."""
    writer = csv.writer(_Echo())
    start = BOM
    for row in rows:
        yield start + writer.writerow([safe_cell(cell) for cell in row])
        start = ""


def protect_exports(mixin: Any) -> None:
    """Make the cells and headings that Wagtail's ``SpreadsheetExportMixin`` exports safe.

    It has no setting for it, and each of its views calls these two of its methods.
    """
    for name in ("preprocess_field_value", "get_heading"):
        original: Callable[..., Any] = getattr(mixin, name)
        if not hasattr(original, "__wrapped__"):
            setattr(mixin, name, _safe(original))


def _safe(original: Callable[..., Any]) -> Callable[..., Any]:
    def made_safe(*args: Any, **kwargs: Any) -> Any:
        return safe_cell(original(*args, **kwargs))

    made_safe.__wrapped__ = original  # type: ignore[attr-defined]
    return made_safe
