"""What a room below the notifications wants sent: words that are finished, for one address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from learning.lrs.seams import seam


@dataclass(frozen=True)
class Letter:
    """A mail in the language of whoever gets it, as plain text.

    ``key`` says what it is about, once: two letters with one key are one mail. ``person`` is the
    id of who gets it, where it is one of ours.
    """

    kind: str
    address: str
    language: str
    subject: str
    text: str
    key: str = ""
    person: int | None = None


def post(letters: Sequence[Letter]) -> None:
    """Hand ``letters`` to whoever sends mail (MAIL_QUEUE), in the current transaction."""
    if letters:
        for queue in seam("MAIL_QUEUE"):
            queue(letters)
