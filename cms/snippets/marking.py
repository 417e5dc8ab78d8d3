"""Making the first use of a word in a text lead to its meaning. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape

TAG = re.compile(r"(<!--.*?-->|<[^>]*>)", re.DOTALL)
NAME = re.compile(r"</?([a-z0-9]+)", re.IGNORECASE)
# What is inside these stays as it is: a link has a destination already, the others are names.
LEFT_ALONE = {
    "a", "button", "code", "dfn", "h1", "h2", "h3", "h4", "h5", "h6", "label", "pre", "script",
    "summary", "template", "caption", "th",
}  # fmt: skip


def mark_words(html: str, words: Mapping[str, str]) -> tuple[str, set[str]]:
    """Return ``html`` with the first use of each word as a link, and the places linked to.

    ``words`` gives for each form of a word, as it may stand in the text, the place on the page
    where it is explained. Capitals do not matter; parts of words are no words.
    """
    if not words:
        return html, set()
    places = {escape(form).lower(): place for form, place in words.items()}
    # The longest first: "standard deviation" before "deviation".
    forms = "|".join(re.escape(form) for form in sorted(places, key=len, reverse=True))
    pattern = re.compile(rf"(?<![\w&])(?:{forms})(?!\w)", re.IGNORECASE)
    linked: set[str] = set()

    def link(found: re.Match[str]) -> str:
        place = places[found[0].lower()]
        if place in linked:
            return found[0]
        linked.add(place)
        return f'<a class="govuk-link app-word" href="#{place}">{found[0]}</a>'

    parts: list[str] = []
    inside: list[str] = []
    for part in TAG.split(html):
        name = NAME.match(part) if part.startswith("<") else None
        if name is None:
            parts.append(part if inside or part.startswith("<") else pattern.sub(link, part))
            continue
        parts.append(part)
        tag = name[1].lower()
        if tag not in LEFT_ALONE:
            continue
        if not part.startswith("</"):
            inside.append(tag)
        elif tag in inside:
            del inside[len(inside) - 1 - inside[::-1].index(tag) :]
    return "".join(parts), linked
