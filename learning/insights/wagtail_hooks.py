"""The panel that an L&D lead finds first in the Wagtail admin, with the link to their own page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.ui.components import Component

from learning.people.leading import parts_led_by
from learning.people.models import Organisation


class LeadsPanel(Component):
    """The panel with the organisations that an L&D lead answers for, and the link to their page."""

    order = 90
    template_name = "wagtailadmin/home/lead.html"

    def __init__(self, parts: list[Organisation]) -> None:
        self.parts = parts

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        names = ", ".join(part.name for part in self.parts)
        return {
            "heading": _("You lead learning and development"),
            "words": _("Learning in %(organisation)s") % {"organisation": names},
            "address": reverse("insights:insights"),
        }


@hooks.register("construct_homepage_panels")
def add_panel(request: HttpRequest, panels: list[Component]) -> None:
    """Begin the start page of an L&D lead with their own page."""
    parts = parts_led_by(request.user)
    if parts:
        panels.append(LeadsPanel(parts))
