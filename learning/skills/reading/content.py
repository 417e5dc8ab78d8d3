"""The tables and objects in the content of a file. Pure; work is linear in its bytes."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from typing import Any

import orjson

from learning.skills.reading.framework import About, Remark, UnusableFramework

LARGEST = 50 * 1024 * 1024


def rows_of(
    content: bytes, columns: Sequence[str], *, filled: Sequence[str], file: str
) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the rows of a CSV file that are not empty, with their place.

    Cells are stripped and their line ends made one kind. A file with other columns, in whatever
    order they stand, raises UnusableFramework; so does what is not UTF-8 or not a table, and a row
    with nothing in a column of ``filled``.
    """
    text = _text(content, file)
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    number = 0
    try:
        header = [cell.strip() for cell in next(rows, [])]
        number = 1
        if sorted(header) != sorted(columns):
            wrong = sorted({*header} ^ {*columns}) or header
            raise UnusableFramework(
                Remark(About.OTHER_COLUMNS, f"{file} 1", ", ".join(wrong)[:200])
            )
        for number, cells in enumerate(rows, start=2):
            place = f"{file} {number}"
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(header):
                raise UnusableFramework(Remark(About.NOT_A_TABLE, place))
            row = dict(zip(header, map(_cell, cells), strict=True))
            empty = [name for name in filled if not row[name]]
            if empty:
                raise UnusableFramework(Remark(About.NOT_A_TABLE, place, ", ".join(empty)))
            yield place, row
    except csv.Error as error:
        raise UnusableFramework(
            Remark(About.NOT_A_TABLE, f"{file} {number + 1}", str(error))
        ) from error


def object_of(content: bytes) -> dict[str, Any]:
    """Return the JSON object that a file holds; raise UnusableFramework."""
    _check_size(content, "1")
    try:
        found = orjson.loads(content.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError as error:
        raise UnusableFramework(
            Remark(About.NOT_JSON, str(error.lineno), error.msg[:200])
        ) from error
    if not isinstance(found, dict):
        raise UnusableFramework(Remark(About.OTHER_SHAPE, "1"))
    return found


def words(values: dict[str, Any], name: str, *, place: str, filled: bool = False) -> str:
    """Return a text, stripped, of an object; raise UnusableFramework for what is none.

    ``filled``: nor may it be empty.
    """
    found = values.get(name)
    if not isinstance(found, str) or (filled and not found.strip()):
        raise UnusableFramework(Remark(About.OTHER_SHAPE, place, name))
    return found.strip()


def objects(values: object, *, place: str) -> list[dict[str, Any]]:
    """Return a list of objects; raise UnusableFramework for what is none."""
    if not isinstance(values, list) or not all(isinstance(one, dict) for one in values):
        raise UnusableFramework(Remark(About.OTHER_SHAPE, place))
    return values


def _text(content: bytes, file: str) -> str:
    _check_size(content, f"{file} 1")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise UnusableFramework(Remark(About.NOT_UTF8, f"{file} {line}")) from error


def _check_size(content: bytes, place: str) -> None:
    if len(content) > LARGEST:
        raise UnusableFramework(Remark(About.TOO_LARGE, place))


def _cell(cell: str) -> str:
    return cell.replace("\r\n", "\n").replace("\r", "\n").strip()
