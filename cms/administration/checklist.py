"""The checklist before a department can work: lines that rooms offer, in the order of CHECKLIST.

A line is a function ``(*, now: datetime) -> Line``. It says what is so, and where nothing is to be
done any more; and it names the way to do it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from cms.administration.page import Link, Words
from learning.seams.named import seam


@dataclass(frozen=True)
class Line:
    """A line of the checklist: one thing that has to be so; ``commands`` are run on the server."""

    name: str
    label: Words
    done: bool
    says: Words
    links: Sequence[Link] = ()
    commands: Sequence[str] = ()


def checklist(now: datetime) -> list[Line]:
    """Return every line of the checklist, those that are done too."""
    return [line(now=now) for line in seam("CHECKLIST")]
