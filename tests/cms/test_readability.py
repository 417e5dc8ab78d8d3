"""How easy a text is to read, worked out by hand for small texts."""

from __future__ import annotations

import pytest

from cms.publishing.markup import read
from cms.publishing.readability import reading_age, reading_grade, sentences, words_in


@pytest.mark.parametrize(
    ("paragraphs", "expected"),
    [
        (["One. Two! Three? Four"], ["One", "Two", "Three", "Four"]),
        (["It grew by 3.5 points in 2026."], ["It grew by 3.5 points in 2026."]),
        (["Use a table, e.g. a list of claims, etc. as here."],
         ["Use a table, e.g. a list of claims, etc. as here."]),
        (["Count first: then draw."], ["Count first", "then draw."]),
        (["A heading", "A line"], ["A heading", "A line"]),
        (["“So it is.” She left."], ["“So it is", "She left."]),
        (["…", "12", ""], []),
    ],
)  # fmt: skip
def test_where_sentences_end(paragraphs: list[str], expected: list[str]) -> None:
    assert sentences(paragraphs) == expected


def test_the_grade_is_kincaids() -> None:
    # 20 sentences of 5 words, each of one syllable: 0.39 × 5 + 11.8 × 1 − 15.59.
    assert reading_grade(["The cat sat down here"] * 20) == pytest.approx(0.39 * 5 + 11.8 - 15.59)
    # Two sentences of 50 words of two syllables.
    assert reading_grade([("paper " * 50).strip()] * 2) == pytest.approx(19.5 + 23.6 - 15.59)


def test_too_few_words_say_nothing() -> None:
    assert reading_grade([]) is None
    assert reading_grade(["Incomprehensibility notwithstanding"]) is None


def test_an_apostrophe_is_part_of_a_word() -> None:
    assert words_in("It isn’t the team's; don't ask.") == 6


@pytest.mark.parametrize(("grade", "age"), [(-2.0, 5), (3.4, 8), (7.6, 13), (14.0, 19)])
def test_ages(grade: float, age: int) -> None:
    assert reading_age(grade) == age


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>One <b>two</b></p><h2>Three</h2>", [("p", "One two"), ("h2", "Three")]),
        ("<ul><li>One<ul><li>Two</li></ul></li><li>Three</li></ul>",
         [("li", "One"), ("li", "Two"), ("li", "Three")]),
        ("<p>One<br/>two &amp; three</p>", [("p", "One two & three")]),
        ("<p>Never <b>closed", [("p", "Never closed")]),
        ("<p> </p><h3></h3>", []),
    ],
)  # fmt: skip
def test_the_lines_of_a_text(html: str, expected: list[tuple[str, str]]) -> None:
    assert [(line.tag, line.words) for line in read(html).paragraphs] == expected


def test_bold_and_links_and_headings_of_a_text() -> None:
    found = read(
        '<h2>A <i>plan</i></h2><p><b>All <a href="/a/">of it</a></b></p><p><b>Part</b> of it</p>'
        '<p><a linktype="page" id="3">There</a></p><h4> </h4>'
    )
    assert [line.bold for line in found.paragraphs] == [False, True, False, False]
    assert [(one.address, one.attributes.get("id"), one.words) for one in found.links] == [
        ("/a/", None, "of it"),
        ("", "3", "There"),
    ]
    assert [(one.level, one.words) for one in found.headings] == [(2, "A plan"), (4, "")]
