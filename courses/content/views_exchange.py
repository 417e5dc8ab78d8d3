"""Course exchange in the Wagtail admin: exporting a course, and importing one."""

from __future__ import annotations

import tempfile
from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from wagtail.admin import messages

from courses.content.exchange.refusals import ArchiveRefused
from courses.content.exchange_sentences import sentence, told
from courses.content.exporting import export_course, may_be_exported
from courses.content.forms_exchange import ImportCourseForm
from courses.content.models import CoursePage
from courses.content.receiving import Received, receive_course
from courses.content.views_into_departments import IntoDepartmentView
from learning.people.models import User

EXPORT, IMPORT = "content_export_course", "content_import_course"


@require_safe
def export(request: HttpRequest, course_id: int) -> HttpResponseBase:
    """Hand out the course as an archive, to those who may edit it."""
    course = get_object_or_404(CoursePage, pk=course_id)
    if not course.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    if not may_be_exported(course):
        raise Http404
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    try:
        export_course(course=course, to=file, user=cast(User, request.user))
    except ArchiveRefused as refused:
        file.close()
        messages.error(request, sentence(refused))
        return redirect("wagtailadmin_pages:edit", course.pk)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return FileResponse(
        file,
        as_attachment=True,
        filename=f"{course.get_latest_revision_as_object().slug}.zip",
        content_type="application/zip",
    )


class ImportCourseView(IntoDepartmentView):
    """Ask for an archive and make a draft of it."""

    page_title = _("Import a course")
    template_name = "content/import_course.html"
    form_class = ImportCourseForm

    def form_valid(self, form: ImportCourseForm) -> HttpResponse:
        """Make the draft and open it."""
        try:
            received = receive_course(
                file=form.cleaned_data["file"].file,
                department=self.department,
                user=cast(User, self.request.user),
            )
        except ArchiveRefused as refused:
            form.add_error("file", sentence(refused))
            return self.form_invalid(form)
        self._tell(received)
        return redirect("wagtailadmin_pages:edit", received.course.pk)

    def form_invalid(self, form: ImportCourseForm) -> HttpResponse:
        """Say what is wrong; nothing was stored."""
        messages.validation_error(
            self.request, gettext("The course could not be imported. Nothing was stored."), form
        )
        return super().form_invalid(form)

    def _tell(self, received: Received) -> None:
        messages.success(
            self.request,
            gettext("The course “%(title)s” is here as a draft. Nothing is published.")
            % {"title": received.course.get_admin_display_title()},
        )
        existing = received.existing
        if existing and not existing.permissions_for_user(self.request.user).can_edit():
            existing = None
        buttons = (
            [
                messages.button(
                    reverse("wagtailadmin_pages:edit", args=[existing.pk]),
                    gettext("Open the other one"),
                )
            ]
            if existing
            else None
        )
        for number, words in enumerate(told(received.notes)):
            messages.warning(self.request, words, buttons=None if number else buttons)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the way here from the department."""
        return [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {
                "url": reverse("wagtailadmin_explore", args=[self.department.pk]),
                "label": self.department.get_admin_display_title(),
            },
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what the form says around its fields."""
        return super().get_context_data(
            **kwargs,
            action_url=self.request.path,
            media=self.get_form().media,
            submit_button_label=gettext("Import"),
            submit_button_active_label=gettext("Importing…"),
            explanation=[
                gettext(
                    "The course becomes a draft with its lessons, files, shared passages, words "
                    "of the glossary and translations. You are its owner. Nothing is published: "
                    "it is reviewed like every other draft."
                ),
                gettext(
                    "Where the course is already in this service, you get a separate copy of it."
                ),
            ],
        )
