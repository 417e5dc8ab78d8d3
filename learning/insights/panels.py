"""The panels of this room for the page of an L&D lead."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from learning.insights.offered import LeadPanel
from learning.insights.selectors import arrivals_in
from learning.people.models import Organisation, User
from learning.people.visibility import Kind, sees_others


def arrivals(*, lead: User, parts: Sequence[Organisation], on: date) -> LeadPanel:
    """Return the panel on people who have not been here yet, and how many of them were invited."""
    return LeadPanel("insights/panel_arrivals.html", {"arrivals": arrivals_in(lead, parts, on=on)})


def statements(*, lead: User, parts: Sequence[Organisation], on: date) -> LeadPanel | None:
    """Return the panel that leads to the statements of these people, where any may be seen."""
    if not sees_others(lead, Kind.STATED_ACHIEVEMENT, on):
        return None
    return LeadPanel("insights/panel_statements.html")
