"""Contrast in drawings: what is behind words is what was painted there, and doubt is no alarm."""

from __future__ import annotations

import contextlib

import pytest

from cms.media.colours import BLACK, WHITE, Colour, colour_of, contrast
from cms.media.drawings import DrawingRefused
from cms.media.drawn_words import faint_words

BEHIND = '<rect width="200" height="90" fill="#aaa"/>'
PALE = '<text x="5" y="40" fill="#999">Pale words</text>'


def drawing(inside: str, **attributes: str) -> bytes:
    given = "".join(f' {name}="{value}"' for name, value in attributes.items())
    start = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 100"'
    return f"{start}{given}>{inside}</svg>".encode()


def told(inside: str, **attributes: str) -> list[tuple[str, str, str]]:
    found = faint_words(drawing(inside, **attributes))
    return [(one.words, str(one.colour), str(one.behind)) for one in found]


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    # As the Web Accessibility Initiative gives them: 21 for black on white, 4.54 for #767676.
    [
        ("#000", "#fff", 21.0),
        ("#767676", "#fff", 4.54),
        ("#777", "#fff", 4.48),
        ("#fff", "#fff", 1),
    ],
)
def test_the_ratio_is_that_of_wcag(one: str, other: str, ratio: float) -> None:
    first, second = colour_of(one), colour_of(other)
    assert first
    assert second
    assert contrast(first, second) == pytest.approx(ratio, abs=0.005)
    assert contrast(second, first) == contrast(first, second)


@pytest.mark.parametrize(
    ("written", "colour"),
    [("Navy", "#000080"), ("rgb(300, 0, 0)", "#ff0000"), ("hsl(0, 0%, 80%)", "#cccccc"),
     (" #ABC ", "#aabbcc"), ("none", "None"), ("url(#a)", "None"), ("", "None")],
)  # fmt: skip
def test_how_colours_are_written(written: str, colour: str) -> None:
    assert str(colour_of(written)) == colour


def test_half_black_on_white_is_grey() -> None:
    assert str(BLACK.faded(0.5).over(WHITE)) == "#808080"
    assert Colour(1, 2, 3).over(WHITE) == Colour(1, 2, 3)


@pytest.mark.parametrize(
    ("inside", "behind"),
    [
        ("", "#ffffff"),
        ('<rect width="100%" height="100%" fill="#888"/>', "#888888"),
        # The last one painted counts, and one that stands elsewhere does not.
        (f'<rect width="200" height="100"/>{BEHIND}', "#aaaaaa"),
        ('<rect y="60" width="200" height="40"/>', "#ffffff"),
        # Shapes of all kinds, moved in all ways.
        ('<circle cx="40" cy="40" r="90" fill="#aaa"/>', "#aaaaaa"),
        ('<ellipse cx="60" cy="40" rx="90" ry="20" fill="#aaa"/>', "#aaaaaa"),
        ('<polygon points="0,0 200,0 200,90 0,90" fill="#aaa"/>', "#aaaaaa"),
        ('<path d="M0 0h200v90H0z" fill="#aaa"/>', "#aaaaaa"),
        ('<path d="m0,0 L200,0 200,90 Q100,100 0,90 T0,0" fill="#aaa"/>', "#aaaaaa"),
        (
            '<path d="M0 10C60 0 90 0 200 10S200 60 200 90A9 9 0 0 1 0 90V10" fill="#aaa"/>',
            "#aaaaaa",
        ),
        ('<line x1="0" y1="36" x2="200" y2="36" stroke="#aaa" stroke-width="30"/>', "#aaaaaa"),
        (f'<g transform="translate(150 80) rotate(180)">{BEHIND}</g>', "#aaaaaa"),
        (f'<g transform="scale(2) skewX(1)">{BEHIND}</g>', "#aaaaaa"),
        (f'<g transform="rotate(90)">{BEHIND}</g>', "#ffffff"),
        (f'<defs><g id="a">{BEHIND}</g></defs><use href="#a"/>', "#aaaaaa"),
        (f'<symbol id="a">{BEHIND}</symbol><use href="#a" y="5"/>', "#aaaaaa"),
        # What shines through.
        ('<rect width="200" height="90" fill="#555" opacity="0.5"/>', "#aaaaaa"),
        ('<g opacity=".5"><rect width="200" height="90" style="fill: #555"/></g>', "#aaaaaa"),
    ],
)
def test_what_is_behind_words(inside: str, behind: str) -> None:
    assert told(inside + PALE) == [("Pale words", "#999999", behind)]


@pytest.mark.parametrize(
    "inside",
    [
        '<rect width="200" height="90"/>' + PALE,
        '<text x="5" y="40">Black, as by default</text>',
        # Doubt: a gradient, a filter, a colour that is none.
        '<rect width="200" height="90" fill="url(#g)"/>' + PALE,
        '<rect width="200" height="90" fill="#aaa" filter="url(#f)"/>' + PALE,
        '<text x="5" y="40" fill="var(--ink)">Unknown</text>',
        # What nobody sees.
        '<g display="none">' + PALE + "</g>",
        '<g visibility="hidden">' + PALE + "</g>",
        "<defs>" + PALE + "</defs>",
        '<text x="5" y="40" fill="none">Nothing</text>',
        # A letter on a line.
        '<line x1="7" y1="0" x2="7" y2="90" stroke="#000"/><text x="5" y="40">Across a line</text>',
        # Large words need less.
        '<text x="5" y="40" font-size="24" fill="#888">Large</text>',
        '<text x="5" y="40" font-size="19" font-weight="700" fill="#888">Bold</text>',
        # What is no drawing at all.
        '<path d="L1 2"/><path d="M0,0 C 1"/><path d="M1e999 0L3"/><g transform="rotate()"/>',
        '<rect width="wide" height=""/><use/><use href="#nothing"/><text/><text x="y"> </text>',
    ],
)
def test_no_alarm(inside: str) -> None:
    assert told(inside) == []


def test_a_part_of_a_text_has_a_colour_of_its_own() -> None:
    inside = (
        '<text x="100" y="30" text-anchor="middle" style="fill:#111; font-size:10pt">Dark '
        '<tspan fill="#ccc" dy="1em">pale</tspan> dark <tspan x="5" y="60" fill="#ddd">more</tspan>'
        "</text>"
    )
    assert [words for words, _colour, _behind in told(inside)] == ["pale", "more"]


def test_how_large_words_are_follows_from_the_size_of_the_drawing() -> None:
    words = '<text x="5" y="40" font-size="12" fill="#888">Twice as large</text>'
    assert told(words)
    assert not told(words, width="400", height="200")


@pytest.mark.parametrize(
    "inside",
    [
        # Each use doubles what the one before it paints.
        '<g id="a0"><rect width="1" height="1"/></g>'
        + "".join(
            f'<g id="a{number}"><use href="#a{number - 1}"/><use href="#a{number - 1}"/></g>'
            for number in range(1, 40)
        )
        + PALE,
        '<path d="M0 0' + "L100 50L3 90" * 20_000 + '"/>' + PALE * 3_000,
        '<use id="self" href="#self"/>',
        "<text>" + "<tspan>" * 3_000 + "deep" + "</tspan>" * 3_000 + "</text>",
        "<g>" * 3_000 + PALE + "</g>" * 3_000,
    ],
    ids=["uses", "points", "itself", "spans", "groups"],
)
def test_a_drawing_made_to_keep_the_server_busy_does_not(inside: str) -> None:
    with contextlib.suppress(DrawingRefused):
        assert told(inside) == []
