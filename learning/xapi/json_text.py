"""Reading and writing JSON without losing or inventing anything.

Statements are evidence: a key given twice, a number cut to a float or half a character must not
pass silently. RFC 8259 leaves those to the reader; here they are errors, or kept as they came.
"""

from __future__ import annotations

import json
from typing import Any, NoReturn

import orjson

MAX_DEPTH = 60
MAX_NUMBER_LENGTH = 400


class InvalidJSON(ValueError):
    """Raised for text that is not JSON that a statement may be made of."""


class Number(float):
    """A number that must be written again as it was read, such as ``1.50`` or ``1e2``."""

    __slots__ = ("text",)
    text: str

    def __new__(cls, text: str) -> Number:
        made = super().__new__(cls, text)
        made.text = text
        return made

    def __reduce__(self) -> tuple[type[Number], tuple[str]]:
        return Number, (self.text,)


def parse(body: bytes) -> Any:
    """Return the values that the JSON in ``body`` holds.

    A number that Python would write differently comes as a ``Number``. InvalidJSON for anything
    but UTF-8 JSON, and for a key given twice, NaN, Infinity, a number beyond a double's range,
    half a surrogate pair, the NUL character and nesting deeper than ``MAX_DEPTH``.
    """
    try:
        # Strict about UTF-8, surrogates, NaN and size of numbers; blind to keys given twice.
        said = orjson.loads(body)
    except (orjson.JSONDecodeError, RecursionError) as error:
        raise InvalidJSON(f"This is not valid JSON: {error}.") from error
    text = _written(said)
    if b"\\u0000" in body and _has_nul(said):
        raise InvalidJSON("The character NUL (U+0000) is not allowed.")
    # If writing gives the same bytes then no key was lost and no number changed, and the slow
    # reader below has nothing to add. White space is left out of the comparison, inside strings
    # too: whatever could be lost, a key, a value or a digit, is not made of it. Most clients write
    # as JavaScript does, or as Python, which has other characters as escapes.
    if text == body or _no_space(text) == _no_space(body) or json.dumps(said).encode() == body:
        return said
    return _EXACT.decode(body.decode())


def dumps(said: Any) -> bytes:
    """Return ``said`` as compact UTF-8 JSON, keys in order, each ``Number`` as it was read."""
    return orjson.dumps(said, default=_write_number)


def _write_number(value: Any) -> Any:
    if isinstance(value, Number):
        return orjson.Fragment(value.text)
    raise TypeError(f"{type(value).__name__} has no form in JSON.")


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        seen: set[str] = set()
        for key, _value in pairs:
            if key in seen:
                raise InvalidJSON(f"The key {key[:100]!r} is given twice in one object.")
            seen.add(key)
    return made


def _whole(text: str) -> int | Number:
    # Sixteen digits and a sign always fit the 64 bits that orjson writes.
    return int(text) if len(text) <= 17 and text != "-0" else _fraction(text)


def _fraction(text: str) -> Number:
    if len(text) > MAX_NUMBER_LENGTH:
        raise InvalidJSON(f"A number of {len(text)} characters is not allowed.")
    number = Number(text)
    if number in (float("inf"), float("-inf")):
        raise InvalidJSON(f"The number {text[:30]} is too large.")
    return number


def _constant(name: str) -> NoReturn:
    raise InvalidJSON(f"{name} is not a number in JSON.")


_EXACT = json.JSONDecoder(
    object_pairs_hook=_pairs,
    parse_int=_whole,
    parse_float=_fraction,
    parse_constant=_constant,
)


def _has_nul(said: Any) -> bool:
    if isinstance(said, str):
        return "\0" in said
    if isinstance(said, dict):
        return any("\0" in key or _has_nul(value) for key, value in said.items())
    return isinstance(said, list) and any(map(_has_nul, said))


def _written(said: Any) -> bytes:
    """Return ``said`` as ``dumps`` does, having refused what is nested too deeply."""
    if not isinstance(said, list):
        return _written_part(said, MAX_DEPTH)
    return b"[%b]" % b",".join([_written_part(each, MAX_DEPTH - 1) for each in said])


def _written_part(said: Any, levels: int) -> bytes:
    try:
        text = dumps(said)
    except TypeError as error:
        # orjson reads deeper than it writes.
        raise _too_deep() from error
    # Counting brackets is far cheaper than walking, and settles nearly every statement: even all
    # its brackets inside one another would not be deep enough.
    if text.count(b"{") + text.count(b"[") > levels:
        _refuse_depth(said, levels)
    return text


def _refuse_depth(said: Any, levels: int) -> None:
    level, depth = [said], 0
    while level := [each for each in level if isinstance(each, dict | list)]:
        depth += 1
        if depth > levels:
            raise _too_deep()
        level = [
            inner
            for outer in level
            for inner in (outer.values() if isinstance(outer, dict) else outer)
        ]


def _too_deep() -> InvalidJSON:
    return InvalidJSON(f"Nesting deeper than {MAX_DEPTH} levels is not allowed.")


def _no_space(text: bytes) -> bytes:
    return text.translate(None, b" \t\n\r")
