"""Course exchange in the Wagtail admin: exporting a course, and importing one."""

from __future__ import annotations

import tempfile

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from wagtail.admin import messages

from courses.content.exchange.exporting import export_course, may_be_exported
from courses.content.exchange.forms import ImportCourseForm
from courses.content.exchange.importing import ImportedArchive, import_archive
from courses.content.exchange.refusals import ArchiveRefused
from courses.content.exchange.sentences import sentence, told
from courses.content.models import CoursePage
from courses.content.views_into_departments import IntoDepartmentView
from learning.people.requests import SignedInRequest

EXPORT, IMPORT = "content_export_course", "content_import_course"


@require_safe
def export(request: SignedInRequest, course_id: int) -> HttpResponseBase:
    """Hand out the course as an archive, to those who may edit it."""
    course = get_object_or_404(CoursePage, pk=course_id)
    if not course.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    if not may_be_exported(course):
        raise Http404
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    try:
        export_course(course=course, to=file, user=request.user)
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
    """The page that asks for an archive and makes a draft of it."""

    page_title = _("Import a course")
    template_name = "content/import_course.html"
    form_class = ImportCourseForm

    def form_valid(self, form: ImportCourseForm) -> HttpResponse:
        """Make the draft and open it."""
        try:
            imported = import_archive(
                file=form.cleaned_data["file"].file,
                department=self.department,
                user=self.request.user,
            )
        except ArchiveRefused as refused:
            form.add_error("file", sentence(refused))
            return self.form_invalid(form)
        self._tell(imported)
        return redirect("wagtailadmin_pages:edit", imported.course.pk)

    def form_invalid(self, form: ImportCourseForm) -> HttpResponse:
        """Show the form again with what is wrong; nothing was stored."""
        messages.validation_error(
            self.request, gettext("The course could not be imported. Nothing was stored."), form
        )
        return super().form_invalid(form)

    def _tell(self, imported: ImportedArchive) -> None:
        messages.success(
            self.request,
            gettext("The course “%(title)s” is here as a draft. Nothing is published.")
            % {"title": imported.course.get_admin_display_title()},
        )
        existing = imported.existing
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
        for number, words in enumerate(told(imported.notes)):
            messages.warning(self.request, words, buttons=None if number else buttons)

    def explanation(self) -> list[str]:
        return [
            gettext(
                "The course becomes a draft with its lessons, files, shared content, glossary "
                "terms and translations. You are its owner. Nothing is published: "
                "it is reviewed like every other draft."
            ),
            gettext("Where the course is already in this service, you get a separate copy of it."),
        ]
