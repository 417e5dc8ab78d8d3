"""Headings, paragraphs and lists as the HTML that a text block stores. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape

from courses.content.word.structure import Heading, ListItem, Paragraph, Span, Text, words

NumberOf = Callable[[str], int | None]


def html_of(
    blocks: Sequence[Heading | Paragraph | ListItem], *, above: int, number_of: NumberOf
) -> str:
    """Return ``blocks`` as HTML; a heading one level below ``above`` becomes the highest, h2.

    ``number_of`` gives the number under which a footnote is found, or None where it is lost.
    """
    parts: list[str] = []
    items: list[ListItem] = []
    for block in blocks:
        if isinstance(block, ListItem):
            items.append(block)
            continue
        parts += _lists(items, number_of)
        items = []
        inner = inline(block.text, number_of)
        tag = "p" if isinstance(block, Paragraph) else heading_tag(block.level - above)
        parts.append(f"<{tag}>{inner}</{tag}>")
    return "".join([*parts, *_lists(items, number_of)])


def heading_tag(depth: int) -> str:
    """Return the element of a heading ``depth`` levels below the title of its lesson."""
    return "h2" if depth <= 1 else "h3"


def inline(text: Text, number_of: NumberOf) -> str:
    """Return words with their emphasis, links and the marks of footnotes."""
    return "".join(_span(span, number_of) for span in text)


def plain(text: Text, number_of: NumberOf) -> str:
    """Return words on one line, with the marks of footnotes."""
    said = [span.text if not span.note else mark(number_of(span.note)) for span in text]
    return " ".join("".join(said).split())


def mark(number: int | None) -> str:
    """Return the mark in the text where the footnote with this number is called."""
    return "" if number is None else f" [{number}]"


def numbered(texts: Sequence[Text]) -> str:
    """Return footnotes as a numbered list."""
    return _list_of([ListItem(text, True, 0) for text in texts], lambda _key: None)


def _span(span: Span, number_of: NumberOf) -> str:
    if span.note:
        return mark(number_of(span.note))
    shown = escape(span.text, quote=False).replace("\n", "<br/>")
    if not span.text.strip():
        return shown
    for tag, on in (("i", span.italic), ("b", span.bold)):
        shown = f"<{tag}>{shown}</{tag}>" if on else shown
    return f'<a href="{escape(span.link)}">{shown}</a>' if span.link else shown


def _lists(items: list[ListItem], number_of: NumberOf) -> list[str]:
    """Return consecutive items as lists; a list of the other kind begins a new one."""
    found: list[str] = []
    run: list[ListItem] = []
    for item in items:
        if run and item.depth == 0 and item.ordered != run[0].ordered:
            found.append(_list_of(run, number_of))
            run = []
        run.append(item)
    return [*found, _list_of(run, number_of)] if run else found


def _list_of(items: list[ListItem], number_of: NumberOf) -> str:
    out: list[str] = []
    open_tags: list[str] = []
    for item in items:
        tag = "ol" if item.ordered else "ul"
        while len(open_tags) > item.depth + 1:
            out.append(f"</li></{open_tags.pop()}>")
        if len(open_tags) == item.depth + 1 and open_tags[-1] != tag:
            out.append(f"</li></{open_tags.pop()}>")
        elif len(open_tags) == item.depth + 1:
            out.append("</li>")
        while len(open_tags) < item.depth + 1:
            out.append(f"<{tag}>")
            open_tags.append(tag)
        out.append(f"<li>{inline(item.text, number_of)}")
    while open_tags:
        out.append(f"</li></{open_tags.pop()}>")
    return "".join(out)


def short(text: Text, length: int = 60) -> str:
    """Return the first words of ``text``, to find a place by."""
    said = words(text)
    return said if len(said) <= length else f"{said[:length].rpartition(' ')[0] or said[:length]}…"
