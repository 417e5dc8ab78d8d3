"""Reports about courses in the Wagtail admin, each with its CSV file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, ClassVar, NamedTuple

from django.urls import URLPattern, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView

from courses.content.selectors import courses_edited_by
from learning.people.small_numbers import ROUNDED_TO, SMALLEST_GROUP

FIRST_COLUMN = "30%"
FIRST_PLACE = 1000  # in the menu, after Wagtail's own


class CourseReport(ReportView):
    """A report whose rows are not rows of the database."""

    permission_required = "wagtailadmin.access_admin"
    template_name = "content/report.html"
    header_icon = "doc-full-inverse"
    explanation: ClassVar[Sequence[Any]] = ()
    # What the sentences of the explanation say in numbers, by name.
    numbers: ClassVar[dict[str, Any]] = {}
    fields: ClassVar[dict[str, tuple[Any, Callable[[Any], Any]]]] = {}

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        first, *others = cls.fields.items()
        name, (label, read) = first
        cls.columns = (
            TitleColumn(
                name, label=label, accessor=read, get_url=cls.address_of, width=FIRST_COLUMN
            ),
            *(Column(name, label=label, accessor=read) for name, (label, read) in others),
        )
        cls.list_export = tuple(cls.fields)
        cls.export_headings = {name: label for name, (label, _read) in cls.fields.items()}

    @staticmethod
    def address_of(row: Any) -> str:
        """Return the address that the first column of ``row`` links to: its course's editor."""
        return reverse("wagtailadmin_pages:edit", args=[row.course.pk])

    def to_row_dict(self, item: Any) -> dict[str, Any]:
        """Return a line of the file; the export makes each cell safe (learning.ui.spreadsheets)."""
        return {name: str(read(item)) for name, (_label, read) in self.fields.items()}

    def filter_queryset(self, queryset: Any) -> Any:
        return queryset

    def courses(self) -> Any:
        """Return the published courses that the viewer works on."""
        return courses_edited_by(self.request.user).filter(live=True).order_by("title", "pk")

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        numbers = {"number": SMALLEST_GROUP, "rounded": ROUNDED_TO, **self.numbers}
        explanation = [str(line) % numbers for line in self.explanation]
        return {**super().get_context_data(*args, **kwargs), "explanation": explanation}


class Report(NamedTuple):
    """A report, the last part of its address and its icon."""

    address: str
    view: type[CourseReport]
    icon: str


def offer_reports(reports: Iterable[Report], *, place: int = FIRST_PLACE) -> None:
    """Add ``reports`` to the admin's, in the menu from ``place`` on."""
    for number, report in enumerate(reports):
        hooks.register("register_admin_urls", lambda report=report: _patterns(report))
        hooks.register(
            "register_reports_menu_item",
            lambda report=report, order=place + number: _menu_item(report, order),
        )


def _patterns(report: Report) -> list[URLPattern]:
    address, view = f"reports/{report.address}/", report.view
    return [
        path(address, view.as_view(), name=view.index_url_name),
        path(
            f"{address}results/",
            view.as_view(results_only=True),
            name=view.index_results_url_name,
        ),
    ]


def _menu_item(report: Report, order: int) -> MenuItem:
    view = report.view
    return MenuItem(
        view.page_title, reverse(view.index_url_name), icon_name=report.icon, order=order
    )
