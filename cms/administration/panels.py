"""The panels of administrators and L&D leads on the start page of the Wagtail admin."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils import timezone
from wagtail.admin.ui.components import Component

from cms.administration.checklist import checklist
from cms.administration.page import own_part, today
from cms.administration.selectors import Invited, invited_so_far
from cms.publishing.components import FromJinja
from learning.people.models import Organisation
from learning.people.parts import Part


class ChecklistPanel(FromJinja, Component):
    """The checklist, while anything on it is missing; with ``whole`` also when all is done."""

    order = 50
    template_name = "administration/checklist.html"

    def __init__(self, *, whole: bool = False) -> None:
        self.whole = whole

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        lines = checklist(timezone.now())
        open_lines = [line for line in lines if not line.done]
        return {
            "lines": lines if self.whole or open_lines else [],
            "open": len(open_lines),
            "whole": self.whole,
            "page": "" if self.whole else reverse("administration:setting_up"),
        }


class OwnPartPanel(FromJinja, Component):
    """The panel with links to everything that an L&D lead decides."""

    order = 60
    template_name = "administration/own_part.html"

    def __init__(self, part: Part) -> None:
        self.part = part

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        counted = invited_so_far(self.part, timezone.now(), today())
        names = Organisation.objects.filter(path__in=self.part.paths).order_by("name")
        return {
            "names": ", ".join(names.values_list("name", flat=True)),
            "waiting": sum(number for state, number in counted.items() if state != Invited.CAME),
        }


def panels_for(request: Any) -> list[Component]:
    """Return the panels that belong on the start page of the signed-in person."""
    part = own_part(request)
    if part.everything:
        return [ChecklistPanel()]
    return [OwnPartPanel(part)] if part else []
