"""Search in the Wagtail admin: L&D's words that mean the same, and the report."""

from __future__ import annotations

from functools import partial

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from learning.catalogue.forms import WORDS, SearchWordsForm, words_label
from learning.catalogue.models import SearchWords
from learning.catalogue.views_reports import NAME, PERMISSION, SearchesWithoutResultsView


def _words(language: str, entry: SearchWords) -> str:
    return str(entry.words.get(language, ""))


class SearchWordsViewSet(SnippetViewSet):
    """Admin pages of words that mean the same, on top of those the service is shipped with."""

    model = SearchWords
    icon = "search"
    menu_label = _("Search words")
    add_to_admin_menu = True
    list_display = (
        "name",
        *(
            Column(field, label=words_label(language), accessor=partial(_words, language))
            for language, field in WORDS.items()
        ),
        "also",
    )
    edit_handler = ObjectList(
        [*map(FieldPanel, WORDS.values()), FieldPanel("also")], base_form_class=SearchWordsForm
    )


register_snippet(SearchWordsViewSet)


@hooks.register("register_admin_urls")
def register_report() -> list[URLPattern]:
    """Return the addresses of the report, among the admin's reports."""
    here = "reports/searches-without-results/"
    return [
        path(here, SearchesWithoutResultsView.as_view(), name=NAME),
        path(
            f"{here}results/",
            SearchesWithoutResultsView.as_view(results_only=True),
            name=f"{NAME}_results",
        ),
    ]


class ReportMenuItem(MenuItem):
    """The menu item of the report, for those who may see it."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(PERMISSION))


@hooks.register("register_reports_menu_item")
def register_menu_item() -> MenuItem:
    """Return the menu item of the report."""
    return ReportMenuItem(
        _("Searches with no results"), reverse(NAME), icon_name="search", order=1300
    )


@hooks.register("register_permissions")
def register_permission() -> QuerySet[Permission]:
    """Let an administrator give a group the permission to see the report."""
    return Permission.objects.filter(
        content_type__app_label="catalogue", codename="view_searchwithoutresults"
    )
