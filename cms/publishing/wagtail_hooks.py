"""Hooks of the Wagtail admin for all editors, whatever they write."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.staticfiles import versioned_static
from wagtail.admin.widgets.button import Button
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page

from cms.publishing.choosers import editor_chooser, organisation_chooser
from cms.publishing.gate import GatedPage, PublishRefused, faults_of
from cms.publishing.memberships import ENDED, GRANTED, MembershipEnded, MembershipGranted
from cms.publishing.opened import comment_in, decides, is_older, review_what_is_open
from cms.publishing.refusals import REFUSED
from cms.publishing.views import NAME, BeforePublishingView, unit_of
from cms.publishing.views_in_front import VisibleDocumentsAPI, VisibleImagesAPI
from cms.publishing.visible import visible_documents, visible_images, visible_pages


@hooks.register("register_admin_viewset")
def register_choosers() -> list[object]:
    """Return the choosers for people and organisations."""
    return [editor_chooser, organisation_chooser]


@hooks.register("before_publish_page")
def ask_the_gate_before_making_an_appointment(request: HttpRequest, page: Page) -> None:
    """Refuse now what would be refused when its hour comes; the gate itself is in the save."""
    if isinstance(page, GatedPage) and page.latest_revision:
        faults = faults_of(page, page.latest_revision)
        if faults:
            raise PublishRefused(page, faults)


@hooks.register("before_edit_page")
def decide_only_on_what_was_seen(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Refuse decisions from a form that is older than the draft; show the draft as it is now."""
    sent = request.POST
    if not (isinstance(page, GatedPage) and page.latest_revision and decides(sent)):
        return None
    if not is_older(sent, page.latest_revision):
        if sent.get("loaded_revision_id"):
            review_what_is_open(page, page.latest_revision, request.user)
        return None
    told = gettext(
        "Somebody saved a newer version while you had this page open. Nothing was decided: read "
        "what is new, then decide again."
    )
    if comment := comment_in(sent):
        told += " " + gettext("You wrote: “%(comment)s”") % {"comment": comment}
    messages.error(request, told)
    return redirect("wagtailadmin_pages:edit", page.pk)


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern]:
    """Return the address of the page of what is to be fixed, beside Wagtail's own for a page."""
    here = "pages/<int:pk>/before-publishing/"
    return [path(here, BeforePublishingView.as_view(), name=NAME)]


@hooks.register("register_page_header_buttons")
def offer_the_list(
    page: Page, user: Any, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    """Yield the button to the list, on each page that the gate publishes, alone or with one."""
    unit = unit_of(page)
    if unit and unit.latest_revision_id and unit.permissions_for_user(user).can_edit():
        yield Button(
            _("Before publishing"),
            url=reverse(NAME, args=[unit.pk]),
            icon_name="circle-check",
            priority=5,
        )


@hooks.register("insert_editor_js")
def help_on_a_slow_machine() -> SafeString:
    """Return scripts that arrive at the place an address names, and make no page twice."""
    scripts = (versioned_static(f"publishing/{name}.js") for name in ("arriving", "saving"))
    return format_html_join("", '<script src="{}" defer></script>', ((one,) for one in scripts))


@hooks.register("construct_page_chooser_queryset")
def choose_among_what_is_visible(pages: QuerySet[Page], request: HttpRequest) -> QuerySet[Page]:
    """Return only pages that one may know of, below another as in a search."""
    return pages.filter(pk__in=visible_pages(request.user).values("pk"))


@hooks.register("construct_image_chooser_queryset")
def choose_among_visible_images(images: QuerySet[Any], request: HttpRequest) -> QuerySet[Any]:
    """Return only the pictures that one may choose or change."""
    return images.filter(pk__in=visible_images(request.user).values("pk"))


@hooks.register("construct_document_chooser_queryset")
def choose_among_visible_documents(files: QuerySet[Any], request: HttpRequest) -> QuerySet[Any]:
    """Return only the documents that one may choose or change."""
    return files.filter(pk__in=visible_documents(request.user).values("pk"))


@hooks.register("construct_admin_api", order=100)
def list_what_is_visible(router: WagtailAPIRouter) -> None:
    """Register lists of what is visible in the place of those of everything."""
    router.register_endpoint("images", VisibleImagesAPI)
    router.register_endpoint("documents", VisibleDocumentsAPI)


@hooks.register("register_log_actions")
def register_actions(actions: LogActionRegistry) -> None:
    """Register history entries for what happens without an editor: refusals and memberships."""
    actions.register_action(
        REFUSED, _("Refuse to publish"), _("Not published at the planned time: something to fix")
    )
    actions.register_action(ENDED)(MembershipEnded)
    actions.register_action(GRANTED)(MembershipGranted)
