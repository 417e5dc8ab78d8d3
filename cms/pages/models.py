"""The tree that editors work in: one part for each department."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page, PagePermissionTester, Site
from wagtail.url_routing import RouteResult

from cms.blocks.fields import SanitisedStreamField
from cms.pages.blocks import information_blocks
from cms.pages.information import Information
from cms.pages.previews import preview_information
from learning.people.models import Organisation


class LibraryPage(Page):
    """The root of everything that editors write in one language; nobody opens it."""

    parent_page_types: ClassVar = ["wagtailcore.Page"]
    subpage_types: ClassVar = ["pages.DepartmentPage"]
    preview_modes: ClassVar[list[tuple[str, str]]] = []

    class Meta:
        verbose_name = _("library")

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        # An address that is typed as a link would otherwise be told by the title of a draft.
        raise Http404


class NothingIsBornLive(PagePermissionTester):
    """Permissions by which a new course is a draft first, and a department has one page only."""

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

    # It is made, named and given to an organisation with the organisation (cms.administration): who
    # edits here must not choose whose people get what is written.
    is_creatable = False
    content_panels: ClassVar = [
        FieldPanel("title", read_only=True),
        FieldPanel("organisation", read_only=True),
    ]
    parent_page_types: ClassVar = ["pages.LibraryPage"]
    preview_modes: ClassVar[list[tuple[str, str]]] = []

    class Meta:
        verbose_name = _("department")

    def permissions_for_user(self, user: Any) -> NothingIsBornLive:
        return NothingIsBornLive(user, self)


class AlwaysThere(PagePermissionTester):
    """Permissions to change a page's words but not to remove it, for every page leads to it."""

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        return False

    def can_unpublish(self) -> bool:
        return False

    def can_move(self) -> bool:
        return False

    def can_copy(self) -> bool:
        return False

    def can_set_view_restrictions(self) -> bool:
        return False


class InformationPage(Page):
    """A page by L&D about the service in one language: there is one of each kind.

    What follows from the code (which cookies there are, how long data are kept) stands below the
    words and is not written by anybody (cms.pages.facts).
    """

    kind = models.CharField(max_length=20, choices=Information.choices, editable=False)
    body = SanitisedStreamField(information_blocks(), verbose_name=_("words"))

    content_panels: ClassVar = [*Page.content_panels, FieldPanel("body")]
    promote_panels: ClassVar[list[Any]] = []
    parent_page_types: ClassVar[list[str]] = []
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("information about the service")
        verbose_name_plural = _("information about the service")

    def permissions_for_user(self, user: Any) -> AlwaysThere:
        return AlwaysThere(user, self)

    def get_url_parts(self, request: HttpRequest | None = None) -> tuple[int, str, str] | None:
        site = Site.objects.filter(is_default_site=True).first()
        here = settings.WAGTAILADMIN_BASE_URL.rstrip("/")
        return (site.pk, here, reverse(f"pages:{self.kind}")) if site else None

    def serve_preview(self, request: HttpRequest, mode_name: str) -> Any:
        return preview_information(request, self)
