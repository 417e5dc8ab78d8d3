"""The panel that links the page of an L&D lead to what they decide in the Wagtail admin."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from learning.insights.offered import LeadPanel
from learning.people.models import Organisation, User


def what_you_decide(*, lead: User, parts: Sequence[Organisation], on: date) -> LeadPanel | None:
    """Return the panel of links to departments, editors, roles and invitations; no query."""
    return LeadPanel("administration/lead_links.html") if parts else None
