"""multipart/mixed is read and written byte for byte."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.xapi.multipart import InvalidMultipart, Part, parse, write

LINES = "\r\n"


def body(*parts: bytes, end: bytes = b"--x--\r\n") -> bytes:
    return b"".join(b"--x\r\n" + part + b"\r\n" for part in parts) + end


@pytest.mark.parametrize(
    ("sent", "contents"),
    [
        (body(b"A: 1\r\n\r\none"), [b"one"]),
        (body(b"A: 1\r\n\r\none", b"\r\ntwo"), [b"one", b"two"]),
        (b"before\r\n" + body(b"A: 1\r\n\r\none") + b"after", [b"one"]),
        (body(b"A: 1\r\n\r\n"), [b""]),
        (body(b"A: 1\r\n\r\n\r\n\r\n"), [b"\r\n\r\n"]),
        (body(b"A: 1\r\n\r\na--x--b\r\n--xy"), [b"a--x--b\r\n--xy"]),
        (body(b"A: 1\n\none").replace(b"\r\n", b"\n"), [b"one"]),
        (body(b"A: 1\r\n\r\none", end=b"--x-- \t\r\n"), [b"one"]),
        (body(b"A: 1\r\n\r\none", end=b"--x--"), [b"one"]),
    ],
)
def test_what_is_read(sent: bytes, contents: list[bytes]) -> None:
    assert [part.content for part in parse(sent, "x")] == contents


@pytest.mark.parametrize(
    ("sent", "boundary", "why"),
    [
        (body(b"A: 1\r\n\r\none"), "", "needs a boundary"),
        (body(b"A: 1\r\n\r\none"), "a" * 71, "needs a boundary"),
        (body(b"A: 1\r\n\r\none"), "x\r\ny", "needs a boundary"),
        (body(b"A: 1\r\n\r\none"), "y", "does not end"),
        (body(b"A: 1\r\n\r\none", end=b""), "x", "does not end"),
        (b"--x--\r\n", "x", "no part"),
        (b"", "x", "does not end"),
        (body(b"no header\r\n\r\none"), "x", "begin with headers"),
        (body(b"A: 1\r\na: 2\r\n\r\none"), "x", "twice"),
        (body(b"A: \xff\r\n\r\none"), "x", "ASCII"),
        (body(b"A: " + b"a" * 9000 + b"\r\n\r\none"), "x", "too long"),
        (body(*[b"\r\n1"] * 1001), "x", "at most"),
    ],
)
def test_what_is_refused(sent: bytes, boundary: str, why: str) -> None:
    with pytest.raises(InvalidMultipart, match=why):
        parse(sent, boundary)


@given(
    st.lists(
        st.binary(max_size=200).filter(lambda content: b"--boundary" not in content),
        min_size=1,
        max_size=5,
    )
)
def test_what_is_written_is_read_again(contents: list[bytes]) -> None:
    parts = [Part({"Content-Type": "a/b"}, content) for content in contents]
    again = parse(b"".join(write(parts, "boundary")), "boundary")
    assert [part.content for part in again] == contents
    assert {part.content_type for part in again} == {"a/b"}
