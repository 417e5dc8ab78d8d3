"""The tree that editors work in: one part for each department."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page, PagePermissionTester

from learning.people.models import Organisation


class LibraryPage(Page):
    """The root of everything that editors write in one language; nobody opens it."""

    parent_page_types: ClassVar = ["wagtailcore.Page"]
    subpage_types: ClassVar = ["pages.DepartmentPage"]
    preview_modes: ClassVar[list[tuple[str, str]]] = []

    class Meta:
        verbose_name = _("library")


class NothingIsBornLive(PagePermissionTester):
    """A new course is a draft first, whoever creates it; a department has one page only."""

    def can_publish_subpage(self) -> bool:
        return False

    def can_copy_to(self, destination: Page, recursive: bool = False) -> bool:
        # What is copied of a department is its courses, each by itself.
        return False


class DepartmentPage(Page):
    """A department's own part of the tree: its authors, reviewers and publishers work below it."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("organisation")
    )

    content_panels: ClassVar = [*Page.content_panels, FieldPanel("organisation")]
    parent_page_types: ClassVar = ["pages.LibraryPage"]
    preview_modes: ClassVar[list[tuple[str, str]]] = []

    class Meta:
        verbose_name = _("department")

    def permissions_for_user(self, user: Any) -> NothingIsBornLive:
        return NothingIsBornLive(user, self)
