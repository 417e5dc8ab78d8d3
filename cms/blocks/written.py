"""Content as it is written in files: Markdown and tables, in the shape that blocks store. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from markdown_it import MarkdownIt

# Only what a text block can hold: no HTML of one's own, no pictures, no tables.
MARKDOWN = MarkdownIt("commonmark", {"html": False}).disable(["image", "html_block", "html_inline"])
NUMERIC = re.compile(r"^[\s£$€+−-]*[\d,. ]+\s*(%|p|pp|days?|minutes?|hours?)?$")


def rich_text(markdown: str) -> str:
    """Return Markdown as the HTML that a text block stores."""
    html = MARKDOWN.render(markdown).strip()
    for ours, stored in (("strong", "b"), ("em", "i")):
        html = html.replace(f"<{ours}>", f"<{stored}>").replace(f"</{ours}>", f"</{stored}>")
    return html


def words_at(value: Mapping[str, Any], name: str) -> str:
    """Return the plain words at ``name``, without space around them; "" where there are none."""
    return str(value.get(name, "")).strip()


def stored_table(
    headings: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    caption: str,
    is_number: Callable[[int], bool],
) -> dict[str, Any]:
    """Return a table as a block of typed columns stores it.

    ``is_number`` tells of the column at a place, from 0, whether it is one of numbers.
    """
    return {
        "columns": [
            {"type": "number" if is_number(place) else "text", "heading": heading}
            for place, heading in enumerate(headings)
        ],
        "rows": [{"values": list(row)} for row in rows],
        "caption": caption,
    }
