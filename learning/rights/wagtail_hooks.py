"""The promise about learning data, in the menu of the Wagtail admin."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from learning.rights import views_promises as views


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern]:
    """Return the addresses of the promises, below the admin's own."""
    return [
        path("promises/", views.ListOfPromises.as_view(), name=views.LIST),
        path("promises/service/", views.OnePromise.as_view(), name=views.SERVICE),
        path("promises/<int:organisation>/", views.OnePromise.as_view(), name=views.ONE),
    ]


class PromisesMenuItem(MenuItem):
    """The menu item of the promises, for L&D leads and administrators."""

    def is_shown(self, request: HttpRequest) -> bool:
        return views.may_open(request.user)


@hooks.register("register_admin_menu_item")
def register_menu_item() -> MenuItem:
    """Return the menu item of the promises."""
    return PromisesMenuItem(
        _("Promise about data"), reverse(views.LIST), icon_name="comment", order=850
    )
