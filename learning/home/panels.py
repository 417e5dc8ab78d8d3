"""Panels that rooms offer for the start page, and asking every room for them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from learning.people.models import User
from learning.seams.named import seam

Found = TypeVar("Found")


@dataclass(frozen=True)
class Panel:
    """One part of the start page: a template and what it shows.

    ``lead`` marks the one panel that may carry the page's primary action; the first wins.
    """

    template: str
    context: Mapping[str, Any] = field(default_factory=dict)
    lead: bool = False


class Reads:
    """A memory of what the panels of one page have read about one person, each thing once.

    Panels of one room often need the same rows. Each names the selector, ``reads(courses_of)``;
    the first pays for it, and what no panel asks for is never read.
    """

    def __init__(self, person: User) -> None:
        self._person = person
        self._found: dict[Callable[[User], Any], Any] = {}

    def __call__(self, selector: Callable[[User], Found]) -> Found:
        """Return what ``selector`` says about the person, the same object each time."""
        if selector not in self._found:
            self._found[selector] = selector(self._person)
        found: Found = self._found[selector]
        return found


def panels_for(person: User, *, now: datetime) -> list[Panel]:
    """Return the panels that rooms have for ``person`` now, in the order of the settings.

    Each is called as ``panel(*, person, now, reads)`` and returns a Panel or None.
    """
    shown: list[Panel] = []
    reads = Reads(person)
    for offer in seam("HOME_PANELS"):
        panel = offer(person=person, now=now, reads=reads)
        if panel and not (panel.lead and any(other.lead for other in shown)):
            shown.append(panel)
    return shown
