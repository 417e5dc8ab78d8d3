"""The panel of this room for the page of an L&D lead."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from learning.insights.offered import LeadPanel
from learning.people.models import Organisation, User
from learning.rights.selectors import lines_of


def promises(*, lead: User, parts: Sequence[Organisation], on: date) -> LeadPanel:
    """Return the panel on what their organisations promise about learning data."""
    return LeadPanel("rights/lead_promises.html", {"lines": lines_of(parts)})
