"""The keys of the statements API, in the settings menu of the Wagtail admin."""

from __future__ import annotations

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogActionRegistry

from . import views_credentials as views
from .credentials import CREATED, REVOKED, ROTATED

urls = [
    path("", views.ListOfKeys.as_view(), name="index"),
    path("create/", views.CreateKey.as_view(), name="create"),
    path("<int:pk>/", views.OneKey.as_view(), name="credential"),
    path("<int:pk>/rotate/", views.RotateKey.as_view(), name="rotate"),
    path("<int:pk>/revoke/", views.RevokeKey.as_view(), name="revoke"),
]


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern | URLResolver]:
    """Return the addresses of the keys, below the admin's own."""
    return [path("keys/", include((urls, "lrs_credentials")))]


class KeysMenuItem(MenuItem):
    """The menu item of the keys, for those who may manage them."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(views.PERMISSION))


@hooks.register("register_settings_menu_item")
def register_menu_item() -> MenuItem:
    """Return the menu item of the keys."""
    return KeysMenuItem(
        _("Keys of the statements API"), reverse(views.LIST), icon_name="key", order=900
    )


@hooks.register("register_permissions")
def register_permission() -> QuerySet[Permission]:
    """Let an administrator give a group the permission to manage keys; nobody has it at first."""
    return Permission.objects.filter(content_type__app_label="lrs", codename="manage_credentials")


@hooks.register("register_log_actions")
def register_actions(actions: LogActionRegistry) -> None:
    """Register the names that the audit log has for what can happen to a key."""
    actions.register_action(CREATED, _("Create a key"), _("Key created"))
    actions.register_action(ROTATED, _("Rotate a key"), _("Key given a new secret"))
    actions.register_action(REVOKED, _("Revoke a key"), _("Key revoked"))
