"""The panel on the start page that leads an L&D lead to their own page."""

from __future__ import annotations

from datetime import datetime

from learning.home.panels import Panel, Reads
from learning.people.leading import parts_led_by
from learning.people.models import User


def for_leads(*, person: User, now: datetime, reads: Reads) -> Panel | None:
    """Return the panel that leads an L&D lead to their page; one query for everybody else."""
    parts = reads(parts_led_by)
    return Panel("home/panel_lead.html", {"parts": parts}) if parts else None
