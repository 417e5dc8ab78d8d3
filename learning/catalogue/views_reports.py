"""The report of searches without a result, in the Wagtail admin."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, NumberColumn
from wagtail.admin.views.reports import ReportView

from learning.catalogue.selectors import searches_without_results
from learning.people.small_numbers import SMALLEST_GROUP

PERMISSION = "catalogue.view_searchwithoutresults"
NAME = "catalogue_searches_without_results"


def _day(row: dict[str, Any]) -> str:
    # A day has no time: the admin's own column would count the hours since midnight.
    return date_format(row["last"], "j F Y")


class SearchesWithoutResultsView(ReportView):
    """The report: words that found nothing, or nothing with all of them, and how often."""

    page_title = _("Searches with no results")
    header_icon = "search"
    permission_required = PERMISSION
    template_name = "catalogue/searches_without_results.html"
    index_url_name = NAME
    index_results_url_name = f"{NAME}_results"
    default_ordering = "-searches"
    paginate_by = 50
    columns = (
        Column("words", label=_("Words"), accessor="words", sort_key="words"),
        NumberColumn("searches", label=_("Searches"), accessor="searches", sort_key="searches"),
        NumberColumn(
            "some",
            label=_("Of these, some of the words were found"),
            accessor="some",
            sort_key="some",
        ),
        Column("last", label=_("Last searched"), accessor=_day, sort_key="last"),
    )
    list_export = ("words", "searches", "some", "last")
    export_headings = {
        "words": _("Words"),
        "searches": _("Searches"),
        "some": _("Of these, some of the words were found"),
        "last": _("Last searched"),
    }

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Refuse anyone without the permission: Wagtail asks for it only where a model is named."""
        if not request.user.has_perm(PERMISSION):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_filename(self) -> str:
        """Return the name of the file without its ending."""
        return "searches-without-results"

    def get_base_queryset(self) -> QuerySet[Any, Any]:
        """Return the words with their counts, without those that too few people searched for."""
        return searches_without_results()

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add an explanation of the numbers."""
        days = settings.SEARCHES_KEPT_DAYS
        kept = ngettext(
            "Counted over the last %(days)s day, then forgotten.",
            "Counted over the last %(days)s days, then forgotten.",
            days,
        )
        explanation = [
            gettext("What people searched the catalogue for and did not find."),
            kept % {"days": days},
            gettext(
                "Nobody can see who searched. Words are shown only where at least %(people)s "
                "people are sure to have searched for them. Addresses, numbers and sentences are "
                "not kept."
            )
            % {"people": SMALLEST_GROUP},
            gettext(
                "If the catalogue has what they meant, add their words under Search words. If it "
                "has not, it may be a course to write."
            ),
        ]
        return {**super().get_context_data(*args, **kwargs), "explanation": explanation}
