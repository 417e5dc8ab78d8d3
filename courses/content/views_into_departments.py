"""Bringing a course into a department: what every form that does so asks first."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.views.generic.edit import FormView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.pages.models import DepartmentPage


class IntoDepartmentView(WagtailAdminTemplateMixin, FormView):
    """A form whose answer is a new draft in ``department``."""

    header_icon = "upload"
    department: DepartmentPage

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Let in who may add a course to this department."""
        self.department = get_object_or_404(DepartmentPage, pk=kwargs["department"])
        if not self.department.permissions_for_user(request.user).can_add_subpage():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)
