"""multipart/mixed, as statements with attachments travel (RFC 2046, 5.1; Communication 1.5.2)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

MAX_PARTS: Final = 1000
MAX_HEADER_BYTES: Final = 8192

# RFC 2046, 5.1.1: 1 to 70 characters, of which a space is not the last.
_BOUNDARY: Final = re.compile(r"[0-9A-Za-z'()+_,\-./:=? ]{0,69}[0-9A-Za-z'()+_,\-./:=?]")
# Written into a header they would end it, and begin another.
_CONTROLS: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_FIELD_NAME: Final = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")


class InvalidMultipart(ValueError):
    """Raised for a body that is not the multipart/mixed that its header says."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part: its headers, by lower-case name, and its bytes as they came."""

    headers: Mapping[str, str]
    content: bytes

    @property
    def content_type(self) -> str:
        """The media type alone, in lower case; text/plain where none is given (RFC 2046, 5.1)."""
        return self.headers.get("content-type", "text/plain").partition(";")[0].strip().lower()


def parse(body: bytes, boundary: str) -> list[Part]:
    """Return the parts of ``body``; what stands before the first and after the last is left out.

    InvalidMultipart where the boundary is missing or impossible, the end does not come, or a part
    has no sound headers.
    """
    if not boundary or not _BOUNDARY.fullmatch(boundary):
        raise InvalidMultipart("The Content-Type header needs a boundary of 1 to 70 characters.")
    delimiter = re.compile(
        rb"(?:\A|\r?\n)--" + re.escape(boundary.encode()) + rb"(?P<end>--)?[ \t]*(?=\r?\n|\Z)"
    )
    parts: list[Part] = []
    start: int | None = None
    for found in delimiter.finditer(body):
        if start is not None:
            parts.append(_part(body[start : found.start()]))
            if len(parts) > MAX_PARTS:
                raise InvalidMultipart(f"There may be {MAX_PARTS} parts at most.")
        if found["end"]:
            if not parts:
                raise InvalidMultipart("The body has no part.")
            return parts
        start = found.end()
    raise InvalidMultipart("The body does not end with the boundary of its Content-Type header.")


def _part(text: bytes) -> Part:
    """Return the part whose headers and content follow the line of a boundary."""
    headers: dict[str, str] = {}
    lines, place = 0, _after_line_end(text, 0)
    while True:
        end = text.find(b"\n", place)
        line = text[place : len(text) if end < 0 else end].rstrip(b"\r")
        lines += len(line)
        if lines > MAX_HEADER_BYTES:
            raise InvalidMultipart("The headers of a part are too long.")
        if not line:
            # A part whose content is empty may end with its headers.
            return Part(headers, b"" if end < 0 else text[end + 1 :])
        name, value = _header(line)
        if name in headers:
            raise InvalidMultipart(f"A part has the header {name!r} twice.")
        headers[name] = value
        if end < 0:
            return Part(headers, b"")
        place = end + 1


def _after_line_end(text: bytes, place: int) -> int:
    if text.startswith(b"\r\n", place):
        return place + 2
    return place + 1 if text.startswith(b"\n", place) else place


def _header(line: bytes) -> tuple[str, str]:
    try:
        name, colon, value = line.decode("ascii").partition(":")
    except UnicodeDecodeError as error:
        raise InvalidMultipart("The headers of a part must be ASCII.") from error
    if not colon or not _FIELD_NAME.fullmatch(name):
        raise InvalidMultipart("A part does not begin with headers.")
    return name.lower(), value.strip()


def write(parts: Iterable[Part], boundary: str) -> Iterator[bytes]:
    """Return the body that ``parts`` make, piece by piece, so that no two need be held at once."""
    mark = b"--" + boundary.encode()
    for part in parts:
        headers = "".join(
            f"{name}: {_CONTROLS.sub(' ', value)}\r\n" for name, value in part.headers.items()
        )
        yield mark + b"\r\n" + headers.encode() + b"\r\n"
        yield part.content
        yield b"\r\n"
    yield mark + b"--\r\n"
