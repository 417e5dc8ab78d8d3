"""Hooks of the Wagtail admin for administrators and L&D leads: pages, panels and menu."""

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
    """Return the addresses of our pages, which stand below the admin's own."""
    return [path("", include("cms.administration.urls_admin"))]


@hooks.register("construct_homepage_panels")
def add_panels(request: HttpRequest, panels: list[Component]) -> None:
    """Add the panels of administrators and L&D leads to the start page."""
    panels.extend(panels_for(request))


@hooks.register("register_log_actions")
def register_actions(actions: LogActionRegistry) -> None:
    """Register the names of what is done here, for histories."""
    log.register(actions)


class PartMenuItem(MenuItem):
    """A menu item for a page of ours, shown to those who may open it."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(own_part(request))


class AdministratorsMenuItem(MenuItem):
    """A menu item for a page of ours, shown to administrators of the service."""

    def is_shown(self, request: HttpRequest) -> bool:
        return own_part(request).everything


@hooks.register("register_admin_menu_item")
def register_menu() -> SubmenuMenuItem:
    """Return the menu item that holds the links to our pages."""

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
