"""Writing of statements to a file in the order of their arrival, going on where that stopped."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final

from django.utils import timezone

from .models import Arrival
from .sql import array, run, stream
from .sweeps import assign_positions
from .transfer_beside import aliases, attachments, definitions, documents, files
from .transfer_format import (
    LONGEST_LINE,
    NotAnExport,
    header,
    line_of,
    read_header,
    read_line,
    statement_line,
)

ARRIVALS_AT_ONCE: Final = 500
STATEMENTS_AT_ONCE: Final = 500
LAST_LINE_STEP: Final = 64 * 1024
PATIENCE_SECONDS: Final = 30.0

_ARRIVALS = """
SELECT position, seqs FROM lrs_arrival
 WHERE position > %(after)b::bigint AND position <= %(last)b::bigint
 ORDER BY position LIMIT %(at_most)b::bigint
"""
_STATEMENTS = """
SELECT p.position, p.nth, s.id, s.vouched, s.voided, s.raw
  FROM unnest(%(positions)t::bigint[], %(nths)t::integer[], %(seqs)t::bigint[])
       WITH ORDINALITY AS p(position, nth, seq, place)
  JOIN lrs_statement s ON s.seq = p.seq
 ORDER BY p.place
"""
_HOW_MANY = """
SELECT COALESCE(sum(cardinality(seqs)), 0)::bigint, COALESCE(max(position), 0)
  FROM lrs_arrival WHERE position > %(after)b::bigint
"""

Told = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Start:
    """The start of an export: after the ``nth`` statement of ``position``, or after all of it."""

    position: int
    nth: int | None = None


@dataclass(frozen=True, slots=True)
class Exported:
    """The number of statements written, and the position up to which the file now goes."""

    statements: int
    position: int


def export(file: BinaryIO, *, start: Start, new: bool, told: Told) -> Exported:
    """Write everything that has arrived after ``start`` to ``file``.

    ``new`` says that the file is empty and needs its first line; ``told`` is called with how many
    statements are written and how many there are. Memory does not grow with their number.
    """
    _give_positions()
    # A batch that was cut in two is written on, so it is asked for again.
    after = start.position - (start.nth is not None)
    [(total, last)] = run(_HOW_MANY, {"after": after})
    last = max(last, start.position)
    if new:
        file.write(header())
    written = 0
    for written, line in enumerate(_statements(start, last), start=1):
        file.write(line)
        if written % STATEMENTS_AT_ONCE == 0:
            told(written, total)
    for section in SECTIONS:
        for line in section(last):
            file.write(line)
    file.write(line_of("end", position=last))
    file.flush()
    told(written, written)
    return Exported(written, last)


def resume(file: BinaryIO) -> Start:
    """Return where the export in ``file`` stopped, and cut off a line that is not whole.

    NotAnExport for a file that is something else, which is left as it is.
    """
    file.seek(0)
    first = file.readline(LONGEST_LINE)
    read_header(first)
    end = _end_of_last_line(file)
    line = _line_before(file, end)
    if len(line) < end:
        last = read_line(0, line)
        position, nth = last.said.get("position"), last.said.get("nth")
        if not isinstance(position, int) or not isinstance(nth, int | None):
            raise NotAnExport("The last line of the file does not say where it stopped.")
        start = Start(position, nth if last.kind == "statement" else None)
    else:
        start = Start(0)
    file.truncate(end)
    file.seek(end)
    return start


def _end_of_last_line(file: BinaryIO) -> int:
    """Return the place after the last line break."""
    place = file.seek(0, os.SEEK_END)
    while place:
        begin = max(0, place - LAST_LINE_STEP)
        file.seek(begin)
        found = file.read(place - begin).rfind(b"\n")
        if found >= 0:
            return begin + found + 1
        place = begin
    return 0


def _line_before(file: BinaryIO, end: int) -> bytes:
    """Return the line that ends at ``end``."""
    step = LAST_LINE_STEP
    while True:
        begin = max(0, end - step)
        file.seek(begin)
        text = file.read(end - begin)
        found = text.rfind(b"\n", 0, -1)
        if found >= 0 or begin == 0:
            return text[found + 1 :]
        step *= 2


def _give_positions() -> None:
    """Give positions to whatever has committed, waiting a while for a sweep that does the same."""
    until = time.monotonic() + PATIENCE_SECONDS
    while Arrival.objects.filter(position=None).exists():
        if not assign_positions(now=timezone.now()):
            if time.monotonic() > until:
                return
            time.sleep(0.1)


def _statements(start: Start, last: int) -> Iterator[bytes]:
    after = start.position - (start.nth is not None)
    while True:
        arrivals = run(_ARRIVALS, {"after": after, "last": last, "at_most": ARRIVALS_AT_ONCE})
        if not arrivals:
            return
        after = arrivals[-1][0]
        places = [
            (position, nth, seq)
            for position, seqs in arrivals
            for nth, seq in enumerate(seqs)
            if position > start.position or nth > (start.nth or 0)
        ]
        for begin in range(0, len(places), STATEMENTS_AT_ONCE):
            yield from _lines(places[begin : begin + STATEMENTS_AT_ONCE])


def _lines(places: list[tuple[int, int, int]]) -> Iterator[bytes]:
    positions, nths, seqs = zip(*places, strict=True)
    found = stream(
        _STATEMENTS, {"positions": array(positions), "nths": array(nths), "seqs": array(seqs)}
    )
    for position, nth, id, vouched, voided, raw in found:
        yield statement_line(
            position=position, nth=nth, id=id, vouched=vouched, voided=voided, raw=raw
        )


# What follows the statements, in this order.
SECTIONS: Final[tuple[Callable[[int], Iterator[bytes]], ...]] = (
    files,
    attachments,
    definitions,
    documents,
    aliases,
)
