"""The page that lists all that is to be fixed before a page can be published."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.models import Page

from cms.publishing.faults import Fault, Severity
from cms.publishing.gate import GatedPage, approved, findings_in
from cms.publishing.refusals import in_words, refused_appointment

NAME = "before_publishing"
GROUPS = (
    (
        Severity.ERROR,
        _("Must fix"),
        _("The course cannot be published until all of these are fixed."),
    ),
    (Severity.WARNING, _("Should check"), _("These do not keep it from being published.")),
    (Severity.ADVICE, _("Advice"), _("It could be better still.")),
    (Severity.NOTE, _("Good to know"), ""),
)


@dataclass(frozen=True)
class Row:
    """A row of the list: a finding with the address where the editor opens at its place."""

    fault: Fault
    place: str
    address: str


def address_of(fault: Fault) -> str:
    """Return the address where ``fault`` is fixed: the page's editor, at its block or field."""
    return reverse("wagtailadmin_pages:edit", args=[fault.page_id]) + fault.anchor


def unit_of(page: Page) -> GatedPage | None:
    """Return the page that ``page`` is published with: itself, or the nearest above with a gate."""
    for above in page.get_ancestors(inclusive=True).specific().reverse():
        if isinstance(above, GatedPage):
            return above
    return None


class BeforePublishingView(WagtailAdminTemplateMixin, TemplateView):
    """The list of findings about the newest draft of a page and what is published with it."""

    template_name = "publishing/before_publishing.html"
    page_title = _("Before publishing")
    header_icon = "circle-check"

    @cached_property
    def unit(self) -> GatedPage:
        """The page, if its reader may edit it. Http404, or PermissionDenied as Wagtail has it."""
        page = get_object_or_404(Page, pk=self.kwargs["pk"])
        unit = unit_of(page)
        if unit is None or unit.latest_revision is None:
            raise Http404
        if not unit.permissions_for_user(self.request.user).can_edit():
            raise PermissionDenied
        return unit

    def get_page_subtitle(self) -> str:
        """Return the title that the draft has."""
        return str(self.unit.get_admin_display_title())

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the breadcrumbs, with the editor of the page."""
        editor = reverse("wagtailadmin_pages:edit", args=[self.unit.pk])
        return [
            *self.breadcrumbs_items,
            {"url": editor, "label": self.get_page_subtitle()},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the findings by how much they weigh, and what comes next."""
        revision = self.unit.latest_revision
        found = findings_in(revision)
        rows = [Row(one, one.place or self.get_page_subtitle(), address_of(one)) for one in found]
        errors = sum(one.severity is Severity.ERROR for one in found)
        planned = refused_appointment(self.unit)
        return {
            **super().get_context_data(**kwargs),
            "status": "warning" if errors else "info",
            "summary": self._summary(errors),
            "refused": in_words(planned) if planned else "",
            "groups": [
                (heading, explanation, own)
                for severity, heading, explanation in GROUPS
                if (own := [row for row in rows if row.fault.severity is severity])
            ],
            "back": reverse("wagtailadmin_pages:edit", args=[self.unit.pk]),
            "back_words": _("Back to the editor"),
        }

    def _summary(self, errors: int) -> str:
        if errors:
            return ngettext(
                "%(num)s thing to fix before “%(title)s” can be published.",
                "%(num)s things to fix before “%(title)s” can be published.",
                errors,
            ) % {"num": errors, "title": self.get_page_subtitle()}
        revision = self.unit.latest_revision
        if self.unit.live and self.unit.live_revision_id == revision.pk:
            return gettext("Nothing has to be fixed. What you see here is published.")
        if approved(revision):
            return gettext("Nothing has to be fixed. A reviewer approved it: publish it.")
        return gettext(
            "Nothing has to be fixed. Submit it for review, so that it can be published."
        )
