"""Panels that rooms offer for the page of an L&D lead, and asking every room for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from learning.people.models import Organisation, User
from learning.seams.named import seam


@dataclass(frozen=True)
class LeadPanel:
    """One part of the page: a template, which has a heading of its own, and what it shows."""

    template: str
    context: Mapping[str, Any] = field(default_factory=dict)


def panels_for(lead: User, parts: Sequence[Organisation], *, on: date) -> list[LeadPanel]:
    """Return the panels that rooms have for an L&D lead, in the order of LEAD_PANELS.

    Each is called as ``panel(*, lead, parts, on)`` and returns a LeadPanel or None. ``parts`` are
    the organisations that they lead, each with all below it.
    """
    found = (offer(lead=lead, parts=parts, on=on) for offer in seam("LEAD_PANELS"))
    return [panel for panel in found if panel is not None]
