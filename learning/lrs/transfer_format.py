"""The file in which statements travel from one installation to another: JSON Lines.

The first line says what the file is. Each other line begins with its kind:

- ``statement``: the statement as it is stored, character for character, with what it cannot say of
  itself: whether its authority may vouch for its activity, and whether it was voided. ``position``
  and ``nth`` (its place in what arrived together) tell an interrupted export where it stopped;
- ``alias``: a partner's name for somebody, and the pseudonym of that person. Pseudonyms need no
  line of their own, for statements name them. Whose they are is not in the file;
- ``file``, ``attachment``, ``definition``, ``document``: what is kept beside the statements
  (learning.lrs.transfer_beside);
- ``end``: everything up to ``position`` is above. A file without one was interrupted, and a later
  export to the same file goes on after it.

A new kind is a function in ``exporting.SECTIONS`` that yields its lines,
and one in ``importing.KINDS`` that takes them.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import orjson
from django.conf import settings

FORMAT: Final = "xapi-statements-export"
VERSION: Final = 1
# Longer than any attachment that may be sent, by far.
LONGEST_LINE: Final = 256 * 1024 * 1024

_STATEMENT: Final = b'{"kind":"statement",'
_RAW: Final = b',"statement":'


class NotAnExport(ValueError):
    """Raised for a file that this version does not read; the message says why."""


class BrokenLine(ValueError):
    """Raised for a line that cannot be read; the message says which and why."""

    def __init__(self, number: int, reason: object) -> None:
        super().__init__(f"Line {number} cannot be read: {reason}")


@dataclass(frozen=True, slots=True)
class Line:
    """A line that was read: its number, what it says, and the exact text of its statement."""

    number: int
    kind: str
    said: Mapping[str, Any]
    raw: bytes = b""


def header() -> bytes:
    """Return the first line: what the file is, and whose identifiers are in it."""
    return _line(
        {
            "format": FORMAT,
            "version": VERSION,
            "home": settings.XAPI_HOME,
            "fact_key": fact_key_check(),
        }
    )


def fact_key_check() -> str:
    """Return a digest that tells whether another installation has the same fact key."""
    key = settings.XAPI_FACT_KEY.encode()
    return hmac.new(key, b"export of statements", hashlib.sha256).hexdigest()[:16]


def statement_line(
    *, position: int, nth: int, id: object, vouched: bool, voided: bool, raw: str
) -> bytes:
    """Return the line of a statement; its text is copied, never written anew."""
    about = orjson.dumps(
        {
            "position": position,
            "nth": nth,
            "id": str(id),
            "vouched": vouched,
            "voided": voided,
        }
    )
    return _STATEMENT + about[1:-1] + _RAW + raw.encode() + b"}\n"


def line_of(kind: str, /, **said: Any) -> bytes:
    """Return a line of the given kind, for all but statements."""
    return _line({"kind": kind, **said})


def read_header(line: bytes) -> Mapping[str, Any]:
    """Return what the first line says; NotAnExport where this version cannot read the file."""
    said = _parsed(line)
    if not isinstance(said, dict) or said.get("format") != FORMAT:
        raise NotAnExport("This is not a file that export_statements wrote.")
    if said.get("version") != VERSION:
        raise NotAnExport(
            f"The file is of version {said.get('version')}; this service reads version {VERSION}."
        )
    if said.get("home") != settings.XAPI_HOME:
        raise NotAnExport(
            f"The file names people and activities under {said.get('home')}, and this service "
            f"under {settings.XAPI_HOME}. Set XAPI_HOME to the former."
        )
    return said


def read_line(number: int, line: bytes) -> Line:
    """Return what a line says; BrokenLine with its number where that is not clear.

    The statement within is left as text: most lines of a repeated import need not be understood.
    """
    if not line.endswith(b"}\n"):
        raise BrokenLine(number, "it is not whole")
    about, mark, raw = line.partition(_RAW) if line.startswith(_STATEMENT) else (line, b"", b"")
    said = _parsed(about + b"}" if mark else line)
    if not isinstance(said, dict) or not isinstance(said.get("kind"), str):
        raise BrokenLine(number, "it is not JSON with a 'kind'")
    if said["kind"] == "statement" and not mark:
        raise BrokenLine(number, "its statement is not where it should be")
    return Line(number, said["kind"], said, raw[:-2])


def _parsed(line: bytes) -> Any:
    try:
        return orjson.loads(line)
    except orjson.JSONDecodeError:
        return None


def _line(said: Mapping[str, Any]) -> bytes:
    return orjson.dumps(said) + b"\n"
