"""JSON is read without losing or inventing anything."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.xapi.json_text import MAX_DEPTH, InvalidJSON, dumps, parse


@pytest.mark.parametrize(
    "number",
    ["0", "-0", "1.0", "1.50", "-0.0", "1e2", "1E-7", "0.1", "12345678901234567890123", "1.5e300"],
)
def test_numbers_come_back_as_they_were_sent(number: str) -> None:
    body = b'{"n":' + number.encode() + b"}"
    assert dumps(parse(body)) == body


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b'{"a":1,"a":1}', "given twice"),
        (b'{"a":1, "b":{"c":1, "\\u0063":2}}', "given twice"),
        (b'{"a":NaN}', "not valid"),
        (b'{"a":-Infinity}', "not valid"),
        (b'{"a":1e999}', "infinity"),
        (b'{"a":' + b"9" * 5000 + b"}", "infinity"),
        (b'{"a":0.' + b"1" * 5000 + b"}", "5002 characters"),
        (b'{"a":"\\ud800"}', "surrogate"),
        (b'{"a":"\\u0000"}', "NUL"),
        (b'{"a\\u0000":1}', "NUL"),
        (b'{"a":"\xff"}', "UTF-8"),
        (b"", "zero-length"),
        (b"{} {}", "after document"),
        (b"[" * (MAX_DEPTH + 1) + b"]" * (MAX_DEPTH + 1), "Nesting"),
        (b'{"a":' * 500 + b"1" + b"}" * 500, "Nesting"),
        (b"[" * 100_000, "not valid"),
    ],
)
def test_what_statements_cannot_be_made_of_is_refused(body: bytes, reason: str) -> None:
    with pytest.raises(InvalidJSON, match=reason):
        parse(body)


def test_nesting_up_to_the_limit_is_read() -> None:
    body = b"[" * MAX_DEPTH + b"]" * MAX_DEPTH
    assert dumps(parse(body)) == body
    assert parse(b'"\\\\u0000"') == "\\u0000"


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(codec="utf-8", exclude_characters="\0")),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.text(st.characters(codec="utf-8", exclude_characters="\0")), inner, max_size=4
        )
    ),
    max_leaves=20,
)


@given(VALUES, st.sampled_from([(",", ":"), (", ", ": ")]), st.booleans())
def test_whatever_was_sent_is_what_is_read(
    value: Any, separators: tuple[str, str], ascii_only: bool
) -> None:
    body = json.dumps(value, separators=separators, ensure_ascii=ascii_only).encode()
    try:
        read = parse(body)
    except InvalidJSON as error:
        # Only a whole number beyond a double's range may be refused here.
        assert "number" in str(error)  # noqa: PT017
        return
    assert json.loads(dumps(read)) == value
    assert list(read) == list(value) if isinstance(value, dict) else True


@pytest.mark.parametrize(
    "body",
    [
        b'{ "a b" : [ 1 , 2.5 ] ,\n\t"ab" : "x\\ty" }',
        '{"enw":"Gwers â \\" a \\\\ ", "u":"\\u00e2 \\ud83d\\ude00"}'.encode(),
        b'{"a":" 1.50 ","b":[1.0,-7,0.1]}',
    ],
)
def test_however_it_is_spaced_and_escaped_nothing_changes(body: bytes) -> None:
    assert parse(body) == json.loads(body)
    assert type(parse(body)) is dict


@pytest.mark.parametrize("space", [b"", b" ", b"\n  "])
@pytest.mark.parametrize(
    "inner", [b'"a":1,%b"a":1', b'"a b":1,%b"a b":" 2"', b'"a":{"b":1,%b"b":[]}', b'"":0,%b"":0']
)
def test_no_spacing_hides_a_key_given_twice(space: bytes, inner: bytes) -> None:
    with pytest.raises(InvalidJSON, match="given twice"):
        parse(b"[{" + space + inner % space + b"}]")


def test_statements_are_measured_one_by_one_and_the_list_around_them_counts() -> None:
    deep = b"[" * (MAX_DEPTH - 1) + b"]" * (MAX_DEPTH - 1)
    assert len(parse(b"[%b]" % b",".join([deep] * 3))) == 3
    with pytest.raises(InvalidJSON, match="Nesting"):
        parse(b"[1,[%b]]" % deep)
    wide = b'{"a":[%b]}' % b",".join([b"{}"] * 200)
    assert len(parse(b"[%b,%b]" % (wide, wide))) == 2
