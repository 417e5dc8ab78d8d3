"""Where a chunked body ends: the same, however its bytes are cut into pieces."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.config.server.chunks import BadChunk, ChunkScanner


def chunked(parts: list[bytes], trailers: bytes = b"") -> bytes:
    body = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts if part)
    return body + b"0\r\n" + trailers + b"\r\n"


def feed(data: bytes, cuts: list[int]) -> tuple[bool, int]:
    scanner, taken, at = ChunkScanner(), 0, 0
    for end in [*sorted(cut % (len(data) + 1) for cut in cuts), len(data)]:
        piece = data[at:end]
        own = scanner.feed(piece)
        taken += own
        at = end
        if scanner.done:
            break
    return scanner.done, taken


@given(st.lists(st.binary(max_size=40)), st.lists(st.integers(0, 500)), st.binary(max_size=30))
def test_the_end_is_found_wherever_it_is_cut(parts: list[bytes], cuts: list[int], more: bytes):
    body = chunked(parts)
    assert feed(body + more, cuts) == (True, len(body))
    with_trailers = chunked(parts, b"A: 1\r\nB: 2\r\n")
    assert feed(with_trailers + more, cuts) == (True, len(with_trailers))
    assert feed(body[:-1], cuts) == (False, len(body) - 1)


@pytest.mark.parametrize(
    "body",
    [
        b"\r\n", b"x\r\n", b"-1\r\n", b"1 1\r\n", b"0x1\r\n", b"1\n", b"1\r\nab\r\n", b"1\r\na\n",
        b"f" * 16 + b"\r\n", b"1" * 300, b"1;" + b"x" * 300, b"0\r\n" + b"A: 1\r\n" * 2000,
        b"0\r\n" + b"A" * 9000,
    ],
)  # fmt: skip
def test_what_cannot_be_followed_is_refused(body: bytes) -> None:
    with pytest.raises(BadChunk):
        ChunkScanner().feed(body)
