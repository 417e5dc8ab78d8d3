"""Hooks of the Wagtail admin for additions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, path, reverse
from django.utils.translation import ngettext
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from courses.additions import views, views_reports
from courses.content.models import AdditionVersion, CoursePage
from courses.content.reports import FIRST_PLACE, offer_reports

offer_reports(views_reports.REPORTS, place=FIRST_PLACE + 10)


@hooks.register("register_admin_urls")
def register_reading() -> list[URLPattern]:
    """Return the address of the page on which an addition is read, for the admin."""
    return [path("additions/<int:pk>/", views.addition_as_published, name=views_reports.READ)]


@hooks.register("register_page_header_buttons")
def tell_who_added_something(
    page: Page, user: Any, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    """Yield the button from a course to what departments have added to it, where any has."""
    if not isinstance(page, CoursePage) or not page.permissions_for_user(user).can_edit():
        return
    added = AdditionVersion.objects.filter(current=True, page__additionpage__course=page).count()
    if added:
        yield Button(
            ngettext("%(num)s addition", "%(num)s additions", added) % {"num": added},
            f"{reverse(views_reports.NAME)}?course={page.pk}",
            icon_name="plus",
            priority=50,
        )
