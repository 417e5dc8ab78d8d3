"""Reading a page as a Welsh speaker hears it: which words are said in which language.

A screen reader takes the language of the nearest ``lang``. So English may stand on a Welsh page
only where it is marked as English, and Welsh only where it is not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from html.parser import HTMLParser

from babel.messages.pofile import read_po
from django.conf import settings

from learning.config.bootstrap.messages import LOCALE

# Words that no English sentence does without and that no Welsh one has.
ENGLISH = re.compile(
    r"\b(the|and|of|to|for|with|from|this|that|these|your|you|is|are|was|not|have|has|can|will|"
    r"what|which|who|how|please|enter|choose|must)\b",
    re.IGNORECASE,
)
# What the components of GOV.UK say where nobody gives them other words.
COMPONENTS = {
    "Back", "Breadcrumb", "Error", "Error:", "Hide", "Hide password", "Important", "Menu", "Next",
    "Next page", "Pagination", "Previous", "Previous page", "Service information", "Show",
    "Show password", "Skip to main content", "Success", "There is a problem", "Warning",
}  # fmt: skip
# Text in these is for machines.
SILENT = {"script", "style", "code", "svg"}
VOID = {"input", "img", "br", "hr", "meta", "link", "source", "wbr", "path"}
SPOKEN_ATTRIBUTES = ("aria-label", "alt", "placeholder", "title")


@dataclass(frozen=True)
class Words:
    """Some words of a page, the language they are marked with, and what they stand in."""

    text: str
    lang: str
    tag: str


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.stack: list[tuple[str, str]] = []
        self.found: list[Words] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        lang = named.get("lang") or (self.stack[-1][1] if self.stack else "")
        if tag not in VOID:
            self.stack.append((tag, lang))
        for name, value in named.items():
            spoken = name in SPOKEN_ATTRIBUTES or (
                name.startswith("data-i18n")
                or (name == "content" and named.get("name") != "robots")
            )
            if spoken and value and tag != "meta":
                self.found.append(Words(" ".join(value.split()), lang, f"{tag}[{name}]"))

    def handle_endtag(self, tag: str) -> None:
        while self.stack and tag in {open_tag for open_tag, _lang in self.stack}:
            if self.stack.pop()[0] == tag:
                break

    def handle_data(self, data: str) -> None:
        text = " ".join(data.split())
        if text and self.stack and not SILENT & {tag for tag, _lang in self.stack}:
            tag, lang = self.stack[-1]
            self.found.append(Words(text, lang, tag))


def read(page: str) -> list[Words]:
    """Return the words of a page in order."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    return reader.found


@cache
def interface() -> dict[str, str]:
    """Return the whole sentences of the interface that are different in Welsh, English first."""
    with (LOCALE / "cy" / "LC_MESSAGES" / "django.po").open("rb") as file:
        catalogue = read_po(file, locale="cy")
    return {
        str(message.id): str(message.string)
        for message in catalogue
        if isinstance(message.id, str) and message.id and message.id != message.string
    }


def english_in(text: str, *names: str) -> str:
    """Return the English found in ``text``, or "". ``names`` are names, which no one translates."""
    for name in (str(settings.SERVICE_NAME), *names):
        text = text.replace(name, "")
    whole = text.strip(" :–·()")
    if whole in interface() or whole in COMPONENTS:
        return whole
    found = ENGLISH.search(text)
    return found.group() if found else ""


def faults_in(page: str, *titles: str) -> list[str]:
    """Return what is in the wrong language on a Welsh page, one line for each place.

    ``titles`` are those of English content. The title of the page cannot be marked, so they may
    stand there as they are, but nowhere else.
    """
    faults = []
    if '<html lang="cy"' not in page:
        faults.append("the page does not say that it is Welsh")
    welsh = set(interface().values())
    for words in read(page):
        if words.lang == "cy":
            allowed = titles if words.tag == "title" else ()
            if english_in(words.text, *allowed):
                faults.append(f"English said as Welsh: <{words.tag}> {words.text}")
        elif words.lang == "en-GB" and words.text in welsh:
            faults.append(f"Welsh said as English: <{words.tag}> {words.text}")
    return faults
