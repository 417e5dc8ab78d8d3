"""Words of the glossary in a text: the first use of each is a link, and nothing else changes."""

from __future__ import annotations

import pytest

from cms.snippets.marking import mark_words

WORDS = {"median": "word-median", "medians": "word-median", "R&D": "word-rd", "deviation": "word-d"}
WORDS["standard deviation"] = "word-sd"


def link(place: str, words: str) -> str:
    return f'<a class="govuk-link app-word" href="#word-{place}">{words}</a>'


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>The median. A median.</p>", f"<p>The {link('median', 'median')}. A median.</p>"),
        ("<p>Medians</p><p>median</p>", f"<p>{link('median', 'Medians')}</p><p>median</p>"),
        ("<p>Standard deviation</p>", f"<p>{link('sd', 'Standard deviation')}</p>"),
        ("<p>In R&amp;D.</p>", f"<p>In {link('rd', 'R&amp;D')}.</p>"),
        ("<p>comedian medianly</p>", "<p>comedian medianly</p>"),
        ('<img alt="median">', '<img alt="median">'),
        ("<!-- median -->", "<!-- median -->"),
        ("<h2>The median</h2><p>No.</p>", "<h2>The median</h2><p>No.</p>"),
        ('<a href="/x"><b>median</b></a>', '<a href="/x"><b>median</b></a>'),
        (
            "<code>median</code></code> median",
            f"<code>median</code></code> {link('median', 'median')}",
        ),
        ("<p>a &median; b</p>", "<p>a &median; b</p>"),
    ],
)  # fmt: skip
def test_the_first_use_leads_to_the_meaning(html: str, expected: str) -> None:
    marked, linked = mark_words(html, WORDS)
    assert marked == expected
    assert bool(linked) == (marked != html)


def test_without_words_a_text_stays_as_it_is() -> None:
    assert mark_words("<p>median</p>", {}) == ("<p>median</p>", set())
