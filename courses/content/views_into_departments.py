"""The base of every form that brings a course into a department."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic.edit import FormView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.pages.models import DepartmentPage
from learning.people.requests import SignedInRequest


class IntoDepartmentView(WagtailAdminTemplateMixin, FormView):
    """A form whose answer is a new draft in ``department``."""

    header_icon = "upload"
    department: DepartmentPage
    request: SignedInRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Refuse anyone who may not add a course to this department."""
        self.department = get_object_or_404(DepartmentPage, pk=kwargs["department"])
        if not self.department.permissions_for_user(request.user).can_add_subpage():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def explanation(self) -> list[str]:
        """Return the paragraphs above the form."""
        raise NotImplementedError

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the way here from the department."""
        return [*way_to(self.department), {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the words around the fields of the form."""
        return super().get_context_data(
            **kwargs,
            action_url=self.request.path,
            media=self.get_form().media,
            submit_button_label=gettext("Import"),
            submit_button_active_label=gettext("Importing…"),
            explanation=self.explanation(),
        )


def way_to(department: DepartmentPage) -> list[dict[str, Any]]:
    """Return the breadcrumbs down to ``department``."""
    return [
        {"url": reverse("wagtailadmin_home"), "label": _("Home")},
        {
            "url": reverse("wagtailadmin_explore", args=[department.pk]),
            "label": department.get_admin_display_title(),
        },
    ]
