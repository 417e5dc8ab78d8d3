"""People and organisations as they are stored, for the decisions on an HR export.

Reads no database.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """A person as stored. ``local`` accounts are administrators', which HR does not know."""

    pk: int
    staff_number: str | None
    email: str
    full_name: str
    organisation_code: str | None
    manager_staff_number: str | None
    grade: str
    profession: str
    joined_on: datetime.date | None
    left_on: datetime.date | None
    absent_since: datetime.date | None
    is_active: bool
    local: bool

    def employed(self, on: datetime.date) -> bool:
        """Tell whether this person has not left on the date ``on``."""
        return self.left_on is None or self.left_on > on


@dataclass(frozen=True, slots=True)
class KnownOrganisation:
    """An organisation as stored.

    A name or a place that was chosen here is kept, whatever a file says.
    """

    code: str
    name: str
    parent_code: str | None
    name_kept: bool = False
    place_kept: bool = False
