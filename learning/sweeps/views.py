"""Work that failed, as a report for administrators in the Wagtail admin."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext, gettext_noop, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, DateColumn, NumberColumn
from wagtail.admin.views.reports import ReportView

from learning.ui.form_places import form_on

from .claims import FIRST_PAUSE, LONGEST_PAUSE, failed
from .models import SetAside
from .rows import EachRow, SelfManaged, Together

NAME = "sweeps_failed"
TRY_AGAIN = "sweeps_try_again"


def sweeps() -> list[Any]:
    """Return the sweeps of SWEEPS; a test may have put a plain function there."""
    found = [import_string(name) for name in settings.SWEEPS]
    return [each for each in found if isinstance(each, EachRow | Together | SelfManaged)]


def label_of(row: SetAside) -> str:
    """Return the name of the work that a row was set aside by."""
    return str({each.name: each.label for each in sweeps()}.get(row.sweep, row.sweep))


class FailedWorkView(ReportView):
    """The report: rows that a sweep could not do, with the error and the time of the next try."""

    page_title = _("Work that failed")
    header_icon = "warning"
    template_name = "sweeps/failed.html"
    index_url_name = NAME
    index_results_url_name = f"{NAME}_results"
    default_ordering = "due_at"
    paginate_by = 50
    columns = (
        Column("sweep", label=_("Work"), accessor=label_of, sort_key="sweep"),
        Column("key", label=_("Row"), sort_key="key"),
        Column("error", label=_("Error"), sort_key="error"),
        NumberColumn("attempts", label=_("Attempts"), sort_key="attempts"),
        DateColumn("failed_at", label=_("Last failed"), sort_key="failed_at"),
        DateColumn("due_at", label=_("Next try"), sort_key="due_at"),
    )
    list_export = ("sweep", "key", "error", "attempts", "first_tried_at", "failed_at", "due_at")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Refuse everybody but administrators of the service."""
        _only_administrators(request)
        return super().dispatch(request, *args, **kwargs)

    def get_filename(self) -> str:
        """Return the name of the file without its ending."""
        return "work-that-failed"

    def get_base_queryset(self) -> QuerySet[SetAside]:
        """Return the rows that failed, without those under way for the first time."""
        return SetAside.objects.filter(failed())

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add an explanation of what the rows mean and what to do about them."""
        explanation = [
            gettext(
                "Work in the background that could not be done, such as publishing at a set time "
                "or sending an email. Each row is tried again by itself: after %(seconds)s seconds "
                "at first, and at least every %(hours)s hours. Work behind it is not held up."
            )
            % {
                "seconds": FIRST_PAUSE.seconds,
                "hours": LONGEST_PAUSE // timedelta(hours=1),
            },
            gettext(
                "The log of the service has the whole error. When you have fixed its cause, try "
                "again. A row that succeeds is taken off this list."
            ),
        ]
        more = {"explanation": explanation, "try_again": gettext("Try all of them again now")}
        return {**super().get_context_data(*args, **kwargs), **more}


@form_on(
    lambda **_more: reverse(NAME),
    lost=gettext_noop("We did not try the work that failed again."),
    again=gettext_noop("Try it again."),
)
def try_again(request: HttpRequest) -> HttpResponse:
    """Make everything that failed due now, after its cause has been fixed."""
    _only_administrators(request)
    now = timezone.now()
    for sweep in sweeps():
        if isinstance(sweep, SelfManaged) and sweep.again is not None:
            sweep.again(now)
    rows = SetAside.objects.filter(failed(), failed_at__isnull=False).update(due_at=now)
    if rows:
        told = ngettext(
            "%(num)s row is tried again now.", "%(num)s rows are tried again now.", rows
        )
        messages.success(request, told % {"num": rows})
    else:
        messages.warning(request, gettext("Nothing is waiting for another try."))
    return redirect(NAME)


def _only_administrators(request: HttpRequest) -> None:
    if not request.user.is_superuser:
        raise PermissionDenied
