"""What L&D gets in the Wagtail admin for searching: words that mean the same, and a report."""

from __future__ import annotations

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from learning.catalogue.models import SearchWords
from learning.catalogue.views_reports import NAME, PERMISSION, VainSearchesView


class SearchWordsViewSet(SnippetViewSet):
    """Words that mean the same, on top of those the service is shipped with."""

    model = SearchWords
    icon = "search"
    menu_label = _("Search words")
    add_to_admin_menu = True
    list_display = ("name", "english", "welsh", "also")
    panels = (FieldPanel("english"), FieldPanel("welsh"), FieldPanel("also"))


register_snippet(SearchWordsViewSet)


@hooks.register("register_admin_urls")
def register_report() -> list[URLPattern]:
    """Put the report among the admin's reports."""
    here = "reports/searches-in-vain/"
    return [
        path(here, VainSearchesView.as_view(), name=NAME),
        path(
            f"{here}results/",
            VainSearchesView.as_view(results_only=True),
            name=f"{NAME}_results",
        ),
    ]


class ReportMenuItem(MenuItem):
    """The way to the report, for those who may see it."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(PERMISSION))


@hooks.register("register_reports_menu_item")
def register_menu_item() -> MenuItem:
    """Offer the way to the report."""
    return ReportMenuItem(_("Searches in vain"), reverse(NAME), icon_name="search", order=1300)


@hooks.register("register_permissions")
def register_permission() -> QuerySet[Permission]:
    """Let an administrator give the report to a group."""
    return Permission.objects.filter(
        content_type__app_label="catalogue", codename="view_vainsearch"
    )
