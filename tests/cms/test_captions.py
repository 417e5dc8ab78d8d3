"""Captions: what a browser would skip without a word is found, with its line."""

from __future__ import annotations

import pytest

from cms.media.captions import LARGEST, CaptionsError, Cue, Fit, Wrong, fit, parse
from tests.factories.recordings import captions


def test_cues_are_read_with_names_settings_notes_and_marks() -> None:
    content = (
        "\ufeffWEBVTT a title\r\nKind: captions\r\n\r\nNOTE made by hand\r\nand checked\r\n\r\n"
        "STYLE\r\n::cue { color: yellow }\r\n\r\n"
        "first\r\n00:01.000 --> 00:04.500 align:start\r\n<v Ann>Count <b>first</b>.\r\n\r\n"
        "01:00:02.000 --> 01:00:03.000\r\n- Then draw.\r\n- Yes.\r\n"
    )
    assert parse(content.encode()) == [
        Cue(1.0, 4.5, "Count first."),
        Cue(3602.0, 3603.0, "- Then draw. - Yes."),
    ]


@pytest.mark.parametrize(
    ("below", "words"),
    [
        ("A\n \nB", ["A B"]),
        ("A\n\t\nNOTE on it", ["A NOTE on it"]),
        ("A\n \n00:03.000 --> 00:04.000\nB", ["A", "B"]),
        ("A\n\n \nNOTE on it\n \nmore\n\n \n", ["A"]),
    ],
)
def test_a_line_of_spaces_is_read_as_browsers_read_it(below: str, words: list[str]) -> None:
    content = f"WEBVTT\n\n00:01.000 --> 00:02.000\n{below}\n"
    assert [cue.words for cue in parse(content.encode())] == words


WRONG: dict[str, tuple[bytes, Wrong, int]] = {
    "nothing": (b"", Wrong.NO_HEADER, 1),
    "SRT": (b"1\n00:00:01,000 --> 00:00:04,000\nWords\n", Wrong.NO_HEADER, 1),
    "a page": (b"<html><script>alert(1)</script>", Wrong.NO_HEADER, 1),
    "a word that begins like the header": (b"WEBVTTX\n\n", Wrong.NO_HEADER, 1),
    "no captions": (b"WEBVTT\n\nNOTE nothing yet\n", Wrong.NO_CUES, 4),
    "a comma": (b"WEBVTT\n\n00:00:01,000 --> 00:00:04,000\nWords\n", Wrong.NO_TIME, 3),
    "seventy seconds": (b"WEBVTT\n\n00:70.000 --> 00:80.000\nWords\n", Wrong.NO_TIME, 3),
    "words alone": (b"WEBVTT\n\nWords\nand words\n", Wrong.NO_TIME, 4),
    "one word alone": (b"WEBVTT\n\nWords\n", Wrong.NO_TIME, 3),
    "two cues in one": (
        b"WEBVTT\n\n00:01.000 --> 00:02.000\nA\n00:02.000 --> 00:03.000\nB\n",
        Wrong.NO_TIME,
        4,
    ),
    "a cue straight below the header": (
        b"WEBVTT\n00:01.000 --> 00:02.000\nA\n",
        Wrong.NO_TIME,
        2,
    ),
    "a name below a line of spaces": (
        b"WEBVTT\n\n00:01.000 --> 00:02.000\nA\n \n2\n00:03.000 --> 00:04.000\nB\n",
        Wrong.NO_TIME,
        4,
    ),
    "a note that browsers show": (
        b"WEBVTT\n\nNOTE\n00:01.000 --> 00:02.000\nA\n",
        Wrong.NO_TIME,
        4,
    ),
    "no words": (b"WEBVTT\n\n00:01.000 --> 00:02.000\n<i></i>\n", Wrong.NO_WORDS, 3),
    "backwards": (b"WEBVTT\n\n00:02.000 --> 00:01.000\nWords\n", Wrong.BACKWARDS, 3),
    "out of order": (captions((5, 6, "B"), (1, 2, "A")), Wrong.OUT_OF_ORDER, 6),
    "another encoding": (b"WEBVTT\n\nhaf" + b"\xe9\n", Wrong.NOT_TEXT, 3),
    "no text": (b"WEBVTT\n\n\0", Wrong.NOT_TEXT, 1),
    "far too much": (b"WEBVTT\n\n" + b"x" * LARGEST, Wrong.NOT_TEXT, 1),
}


@pytest.mark.parametrize("name", WRONG)
def test_captions_that_cannot_be_read_are_refused_with_the_line(name: str) -> None:
    content, wrong, line = WRONG[name]
    with pytest.raises(CaptionsError) as refused:
        parse(content)
    assert (refused.value.wrong, refused.value.line) == (wrong, line)


@pytest.mark.parametrize(
    ("first", "last", "length", "expected"),
    [
        (0, 120, 120, Fit.WHOLE),
        (9, 111, 120, Fit.WHOLE),
        (0, 121.5, 120, Fit.WHOLE),
        (0, 125, 120, Fit.ENDS_AFTER),
        (0, 600, 120, Fit.ENDS_AFTER),
        (0, 100, 120, Fit.ENDS_EARLY),
        (0, 3300, 3600, Fit.WHOLE),
        (20, 120, 120, Fit.BEGINS_LATE),
        (30, 40, 20, Fit.ENDS_AFTER),
    ],
)
def test_captions_span_their_recording_and_no_other(
    first: float, last: float, length: float, expected: Fit
) -> None:
    middle = (first + last) / 2
    assert fit([Cue(first, middle, "A"), Cue(middle, last, "B")], length) is expected
