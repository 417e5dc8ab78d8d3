"""Importing a Word document, in the Wagtail admin: the form, and what became of the document."""

from __future__ import annotations

from operator import itemgetter
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, NumberColumn, Table
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from courses.content.models import WordImport
from courses.content.views_into_departments import IntoDepartmentView, way_to
from courses.content.word.division import Divide
from courses.content.word.forms import ImportWordForm
from courses.content.word.importing import import_word
from courses.content.word.refusals import UnreadableWordFile
from courses.content.word.sentences import REFUSALS, kept_of, told_of

IMPORT, RESULT = "content_import_word", "content_word_import"


class ImportWordView(IntoDepartmentView):
    """The page that asks for a document and makes a draft of it."""

    page_title = _("Import from Word")
    template_name = "content/import_word.html"
    form_class = ImportWordForm

    def form_valid(self, form: ImportWordForm) -> HttpResponse:
        """Make the draft and show what became of the document."""
        sent = form.cleaned_data
        try:
            imported = import_word(
                file=sent["file"].file,
                file_name=sent["file"].name,
                department=self.department,
                topic=sent["topic"],
                user=self.request.user,
                token=sent["token"],
                how=Divide(sent["how"]),
                again=sent["again"],
            )
        except UnreadableWordFile as refused:
            form.add_error("file", REFUSALS[refused.refusal])
            return self.form_invalid(form)
        if not imported.made:
            messages.warning(
                self.request,
                gettext(
                    "This document was imported before. This is what became of it then; nothing "
                    "was added now."
                ),
            )
        return redirect(RESULT, imported.record.pk)

    def form_invalid(self, form: ImportWordForm) -> HttpResponse:
        """Show the form again with what is wrong; nothing was written."""
        messages.validation_error(
            self.request, gettext("The document could not be imported. Nothing was written."), form
        )
        return super().form_invalid(form)

    def explanation(self) -> list[str]:
        return [
            gettext(
                "Headings, lists, tables, pictures, links and footnotes become a draft of a "
                "course that you can change. Nothing is published."
            ),
            gettext(
                "Afterwards you see what could not be kept, and where. Fonts, colours and "
                "sizes are not kept: every lesson looks like the rest of the service."
            ),
        ]


class WordImportView(WagtailAdminTemplateMixin, TemplateView):
    """The page that shows what became of a document, and the way to the draft."""

    page_title = _("Imported from Word")
    header_icon = "upload"
    template_name = "content/word_import.html"
    record: WordImport

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Refuse anyone who may not edit the draft."""
        self.record = get_object_or_404(
            WordImport.objects.select_related("course"), pk=kwargs["pk"]
        )
        if not self.record.course.permissions_for_user(request.user).can_edit():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        """Return the name of the file."""
        return self.record.file_name

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the way here from the department."""
        department = self.record.course.get_parent()
        return [*way_to(department), {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the tables of what was kept and of what was not."""
        course = self.record.course
        groups = list(told_of(self.record))
        columns = [
            Column("name", label=_("What"), accessor=itemgetter(0)),
            NumberColumn("number", label=_("How many"), accessor=itemgetter(1)),
        ]
        return super().get_context_data(
            **kwargs,
            course=gettext("The draft is called “%(title)s”.")
            % {"title": course.get_admin_display_title()},
            draft_url=reverse("wagtailadmin_pages:edit", args=[course.pk]),
            draft_label=gettext("Open the draft"),
            kept_heading=gettext("Kept"),
            kept=Table(columns, list(kept_of(self.record))),
            groups=groups,
            nothing_lost="" if groups else gettext("Everything in the document was kept."),
        )
