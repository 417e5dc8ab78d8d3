"""What a room offers for the start page, and asking every room for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from learning.lrs.seams import seam
from learning.people.models import User


@dataclass(frozen=True)
class Panel:
    """One part of the start page: a template and what it shows.

    ``lead`` marks the one panel that may carry the page's primary action; the first wins.
    """

    template: str
    context: Mapping[str, Any] = field(default_factory=dict)
    lead: bool = False


def panels_for(person: User, *, now: datetime) -> list[Panel]:
    """Return what every room has to say to ``person`` now, in the order of the settings."""
    shown: list[Panel] = []
    for offer in seam("HOME_PANELS"):
        panel = offer(person=person, now=now)
        if panel and not (panel.lead and any(other.lead for other in shown)):
            shown.append(panel)
    return shown
