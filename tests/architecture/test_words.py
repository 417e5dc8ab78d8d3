"""Words that nobody has to stop at: some that were used here before, and are not any more.

On screen, in guides and in the source alike (DESIGN.md, Names). A quotation of what stands
elsewhere is no reason: say it in other words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from tests.architecture.own_code import FOLDERS, ROOT

# On screen and in guides: what a content designer would not write, and what they would.
INSTEAD = {
    r"\bmend(s|ed|ing)?\b": "fix",
    r"\bwhoever\b": "people who",
    r"\bnobody who\b": "no one who",
    r"\bin vain\b": "with no results",
    r"\bas long as one of these is left\b": "until all of these are fixed",
    r"\bfilters in force\b": "selected filters",
    r"\bkeeping it true\b": "owner and review date",
    r"\bwhat to press\b": "link text",
    r"\bshared passages?\b": "shared content",
    r"\bnot quite right(ly)?\b": "incorrect",
    r"\bwhat counted\b": "what we recorded",
    r"\bcheck what you noticed\b": "check your understanding",
    r"\bthis is not counted\b": "your answer does not affect your result",
    r"\bstopped in\b": "where people stop",
    r"\bwords used in this lesson\b": "glossary terms",
    r"\bvideo of another service\b": "YouTube or Vimeo video",
    r"\bcourse of somebody else\b": "another department's course",
    r"\bfurther back\b": "older",
    r"\bsubmitted for moderation\b": "sent for review",
}
# Everywhere, also in the source.
NEVER = (r"\bmend(s|ed|ing)?\b", r"\bwhoever\b", r"\bin vain\b")


def messages() -> Iterator[tuple[str, str]]:
    with (ROOT / "locale/cy/LC_MESSAGES/django.po").open("rb") as file:
        for message in read_po(file, locale="cy"):
            for words in message.id if isinstance(message.id, tuple) else (message.id,):
                yield str(words)[:80], str(words)


def guides() -> Iterator[tuple[str, str]]:
    for path in [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]:
        yield str(path.relative_to(ROOT)), path.read_text()


def sources() -> Iterator[tuple[str, str]]:
    for folder in (*FOLDERS, "benchmarks"):
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in {".py", ".html", ".txt"} and "migrations" not in path.parts:
                yield str(path.relative_to(ROOT)), path.read_text()


def found(texts: Iterator[tuple[str, str]], words: str) -> list[str]:
    return [name for name, text in texts if re.search(words, text, re.IGNORECASE)]


@pytest.mark.parametrize("words", INSTEAD)
def test_words_on_screen_and_in_guides_are_the_usual_ones(words: str) -> None:
    wrong = [*found(messages(), words), *found(guides(), words)]
    assert not wrong, f"say “{INSTEAD[words]}” instead: {wrong}"


@pytest.mark.parametrize("words", NEVER)
def test_words_in_the_source_are_the_usual_ones(words: str) -> None:
    assert not found(sources(), words)


def test_what_is_looked_through_is_there() -> None:
    assert len(list(messages())) > 1000
    assert len(list(guides())) > 20
    assert len(list(sources())) > 400
    assert Path(ROOT / "locale").is_dir()
