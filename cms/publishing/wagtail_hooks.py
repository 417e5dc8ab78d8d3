"""What editors get in the Wagtail admin, whatever they write."""

from __future__ import annotations

from django.http import HttpRequest
from wagtail import hooks
from wagtail.models import Page

from cms.publishing.choosers import editor_chooser, organisation_chooser
from cms.publishing.gate import GatedPage, PublishRefused, faults_of


@hooks.register("register_admin_viewset")
def register_choosers() -> list[object]:
    """Offer the choosers for people and organisations."""
    return [editor_chooser, organisation_chooser]


@hooks.register("before_publish_page")
def ask_the_gate_before_making_an_appointment(request: HttpRequest, page: Page) -> None:
    """Refuse now what would be refused when its hour comes; the gate itself is in the save."""
    if isinstance(page, GatedPage) and page.latest_revision:
        faults = faults_of(page, page.latest_revision)
        if faults:
            raise PublishRefused(page, faults)
