"""Work that failed, among the reports of the Wagtail admin."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from . import views

ADDRESS = "reports/work-that-failed/"


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern]:
    """Return the addresses of the report, below the admin's own."""
    view = views.FailedWorkView
    return [
        path(ADDRESS, view.as_view(), name=views.NAME),
        path(f"{ADDRESS}results/", view.as_view(results_only=True), name=f"{views.NAME}_results"),
        path(f"{ADDRESS}try-again/", require_POST(views.try_again), name=views.TRY_AGAIN),
    ]


class FailedWorkMenuItem(MenuItem):
    """The menu item of the report, for administrators of the service."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.is_superuser)


@hooks.register("register_reports_menu_item")
def register_menu_item() -> MenuItem:
    """Return the menu item of the report."""
    return FailedWorkMenuItem(
        _("Work that failed"), reverse(views.NAME), icon_name="warning", order=1200
    )
