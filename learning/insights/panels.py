"""What this room offers for its own page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from learning.insights.offered import LeadPanel
from learning.insights.selectors import arrivals_in
from learning.people.models import Organisation, User
from learning.people.visibility import Kind, sees_others


def arrivals(*, lead: User, parts: Sequence[Organisation], on: date) -> LeadPanel:
    """Say who was invited and has not come."""
    return LeadPanel("insights/panel_arrivals.html", {"arrivals": arrivals_in(lead, parts, on=on)})


def statements(*, lead: User, parts: Sequence[Organisation], on: date) -> LeadPanel | None:
    """Lead to the statements of these people, where there are any to see."""
    if not sees_others(lead, Kind.STATED_ACHIEVEMENT, on):
        return None
    return LeadPanel("insights/panel_statements.html")
