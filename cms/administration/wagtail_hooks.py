"""What administrators and L&D leads get in the Wagtail admin."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem
from wagtail.admin.ui.components import Component
from wagtail.log_actions import LogActionRegistry

from cms.administration import log
from cms.administration.page import own_part
from cms.administration.panels import panels_for


@hooks.register("register_admin_urls")
def register_urls() -> list[URLResolver]:
    """Put our pages below the admin's own addresses."""
    return [path("", include("cms.administration.urls_admin"))]


@hooks.register("construct_homepage_panels")
def add_panels(request: HttpRequest, panels: list[Component]) -> None:
    """Begin the start page with what is missing, or with the way to one's own part."""
    panels.extend(panels_for(request))


@hooks.register("register_log_actions")
def register_actions(actions: LogActionRegistry) -> None:
    """Name in histories what is done here."""
    log.register(actions)


class PartMenuItem(MenuItem):
    """The way to a page of ours, for those who may open it."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(own_part(request))


class AdministratorsMenuItem(MenuItem):
    """The way to a page of ours, for administrators of the service."""

    def is_shown(self, request: HttpRequest) -> bool:
        return own_part(request).everything


@hooks.register("register_admin_menu_item")
def register_menu() -> SubmenuMenuItem:
    """Offer the ways together."""

    def item(kind: type[MenuItem], label: object, name: str, icon: str, order: int) -> MenuItem:
        address = reverse_lazy(f"administration:{name}")
        return kind(label, address, name=name, icon_name=icon, order=order)

    return SubmenuMenuItem(
        _("Organisation"),
        Menu(
            items=[
                item(PartMenuItem, _("Departments"), "departments", "group", 1),
                item(PartMenuItem, _("Roles"), "roles", "user", 2),
                item(PartMenuItem, _("Editors"), "editors", "edit", 3),
                item(PartMenuItem, _("Invitations"), "invitations", "mail", 4),
                item(AdministratorsMenuItem, _("Set up the service"), "setting_up", "cogs", 5),
            ]
        ),
        name="own-organisation",
        icon_name="group",
        order=8000,
    )
