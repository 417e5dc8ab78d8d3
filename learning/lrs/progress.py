"""A bar on a terminal that shows how far a long command is."""

from __future__ import annotations

import time
from typing import Final, TextIO

WIDTH: Final = 40
SHOWN_EVERY_SECONDS: Final = 0.1


class Bar:
    """A bar drawn on ``stream`` where that is a terminal, and nowhere else."""

    def __init__(self, stream: TextIO, words: str) -> None:
        self._stream = stream
        self._words = words
        self._shows = stream.isatty()
        self._next = 0.0

    def __call__(self, done: int, total: int) -> None:
        """Show that ``done`` of ``total`` is done."""
        now = time.monotonic()
        if not self._shows or (now < self._next and done < total):
            return
        self._next = now + SHOWN_EVERY_SECONDS
        share = min(1.0, done / total) if total else 1.0
        bar = "#" * round(share * WIDTH)
        self._stream.write(f"\r{self._words} [{bar:<{WIDTH}}] {share:4.0%}")
        self._stream.flush()

    def close(self) -> None:
        """End the line of the bar."""
        if self._shows and self._next:
            self._stream.write("\n")
            self._stream.flush()
