"""Hooks of the Wagtail admin on how courses are taken: reports, and a panel on the start page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from wagtail import hooks
from wagtail.admin.ui.components import Component

from cms.publishing.components import FromJinja
from courses.content.reports import offer_reports
from courses.content.selectors import live_courses_of
from courses.progress import views_reports
from courses.progress.insight import course_use

SHOWN = 5


offer_reports(views_reports.REPORTS)


class LiveCoursesPanel(FromJinja, Component):
    """The panel of courses last published in my part: their learners, where they stop, opinions."""

    order = 120
    template_name = "progress/admin/live_courses.html"

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        user = parent_context["request"].user
        courses = live_courses_of(user, most=SHOWN)
        rows = [
            {
                "use": use,
                "started": views_reports.number_or_not(use.started),
                "completed": views_reports.number_or_not(use.completed),
                "stopped": views_reports.stopped_in_words(use),
                "hardest": views_reports.hardest_in_words(use),
                "opinions": views_reports.opinions_in_words(use.opinions),
            }
            for use in course_use(courses, now=timezone.now())
        ]
        return {"rows": rows}


@hooks.register("construct_homepage_panels")
def add_panel(request: HttpRequest, panels: list[Component]) -> None:
    """Add the panel of how my courses are taken."""
    panels.append(LiveCoursesPanel())
