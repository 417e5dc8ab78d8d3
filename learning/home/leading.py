"""The way of an L&D lead to their own page, on the start page."""

from __future__ import annotations

from datetime import datetime

from learning.home.panels import Panel, Reads
from learning.people.leading import parts_led_by
from learning.people.models import User


def for_leads(*, person: User, now: datetime, reads: Reads) -> Panel | None:
    """Lead an L&D lead to how their people learn; one query for everybody else."""
    parts = reads(parts_led_by)
    return Panel("home/panel_lead.html", {"parts": parts}) if parts else None
