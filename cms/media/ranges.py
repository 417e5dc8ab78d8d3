"""Reading which part of a file a player asks for: RFC 9110, section 14. Pure.

Seeking in a video, and playing one at all on some phones, needs it. Why not with a library:
docs/adr/0015.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

RANGE = re.compile(r"^bytes=(?:(\d{1,15})-(\d{0,15})|-(\d{1,15}))$", re.ASCII | re.IGNORECASE)
CHUNK = 64 * 1024


class Unsatisfiable(ValueError):
    """Raised for a part that begins after the end of the file."""


def part_asked_for(header: str, size: int) -> tuple[int, int] | None:
    """Return the first and the last byte that ``header`` asks for, of a file of ``size`` bytes.

    None where the whole file is to be sent: nothing asked, several parts at once, or a header
    that means nothing, which the standard says to ignore. Raises Unsatisfiable.
    """
    found = RANGE.match(header.strip())
    if found is None:
        return None
    first, last, final = found.groups()
    if first is None:
        start, stop = max(0, size - int(final)), size - 1
        if int(final) == 0:
            raise Unsatisfiable
    else:
        start, stop = int(first), min(int(last), size - 1) if last else size - 1
        if last and int(last) < start:
            return None
    if start >= size:
        raise Unsatisfiable
    return start, stop


def bytes_between(file: BinaryIO, first: int, last: int) -> Iterator[bytes]:
    """Yield the bytes from ``first`` to ``last``, and close the file when done."""
    with file:
        file.seek(first)
        left = last - first + 1
        while left > 0 and (content := file.read(min(CHUNK, left))):
            left -= len(content)
            yield content
