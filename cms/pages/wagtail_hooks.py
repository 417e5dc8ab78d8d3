"""The panel for those who edit the pages about the service, on the admin's start page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.ui.components import Component

from cms.pages.selectors import information_edited_by
from learning.ui.languages import own_name


class InformationPanel(Component):
    """The panel of the pages about the service, each in each language, with its editor."""

    order = 95
    template_name = "wagtailadmin/home/information.html"

    def __init__(self, pages: Sequence[Any]) -> None:
        self.pages = pages

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "heading": _("Pages about the service"),
            "words": _("The foot of every page leads to these."),
            "pages": [
                {
                    "pk": page.pk,
                    "title": page.draft_title,
                    "language": own_name(page.locale.language_code),
                }
                for page in self.pages
            ],
        }


@hooks.register("construct_homepage_panels")
def add_panel(request: HttpRequest, panels: list[Component]) -> None:
    """Add the panel for those who may change the pages about the service."""
    pages = information_edited_by(request.user)
    if pages:
        panels.append(InformationPanel(pages))
