"""How courses are taken, in the Wagtail admin: reports, and a panel on its start page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from cms.publishing.components import FromJinja
from courses.progress import views_reports
from courses.progress.insight import course_use

SHOWN = 5


@hooks.register("register_admin_urls")
def register_reports() -> list[URLPattern]:
    """Put the reports among the admin's reports."""
    return [
        pattern
        for address, view, _icon in views_reports.REPORTS
        for pattern in (
            path(f"reports/{address}/", view.as_view(), name=view.index_url_name),
            path(
                f"reports/{address}/results/",
                view.as_view(results_only=True),
                name=view.index_results_url_name,
            ),
        )
    ]


def _menu_item(number: int) -> MenuItem:
    _address, view, icon = views_reports.REPORTS[number]
    return MenuItem(
        view.page_title, reverse(view.index_url_name), icon_name=icon, order=1000 + number
    )


for _number in range(len(views_reports.REPORTS)):
    hooks.register("register_reports_menu_item", lambda number=_number: _menu_item(number))


class LiveCoursesPanel(FromJinja, Component):
    """The courses published last in my part: who takes them, where people stop, what they say."""

    order = 120
    template_name = "progress/admin/live_courses.html"

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        user = parent_context["request"].user
        courses = views_reports.live_courses_of(user, most=SHOWN)
        rows = [
            {
                "use": use,
                "started": views_reports.few_or(use.started),
                "completed": views_reports.few_or(use.completed),
                "stopped": views_reports.stopped_in_words(use),
                "hardest": views_reports.hardest_in_words(use),
                "opinions": views_reports.opinions_in_words(use),
            }
            for use in course_use(courses, now=timezone.now())
        ]
        return {"rows": rows}


@hooks.register("construct_homepage_panels")
def add_panel(request: HttpRequest, panels: list[Component]) -> None:
    """Show how my courses are taken."""
    panels.append(LiveCoursesPanel())
