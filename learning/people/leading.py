"""The parts of the organisation whose learning and development somebody leads."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from learning.people.models import Organisation, Role, RoleGrant


def parts_led_by(person: Any) -> list[Organisation]:
    """Return the organisations that ``person`` is L&D lead of, each with all below it; one query.

    One that is within another of them is left out.
    """
    if not person.is_authenticated:
        return []
    # By the last day too: a role ends on time where nothing runs to end it.
    today = timezone.localdate()
    grants = RoleGrant.objects.current(today).filter(person=person, role=Role.LD_LEAD)
    led = sorted(
        {grant.organisation for grant in grants.select_related("organisation")},
        key=lambda organisation: organisation.path,
    )
    found: list[Organisation] = []
    for organisation in led:
        if not any(organisation.path.startswith(above.path) for above in found):
            found.append(organisation)
    return found


def leads(person: Any, organisation: Organisation) -> bool:
    """Tell whether ``person`` is L&D lead of ``organisation``, or of one above it."""
    return any(organisation.path.startswith(above.path) for above in parts_led_by(person))
