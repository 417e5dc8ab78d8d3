"""Additions of a department to another department's course, without copying it.

An addition is keyed by the work that the course is (the same in every language and version), so
nothing that the course's own authors do can lose it: its note, contact and lessons stand beside
whatever version somebody takes.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel

from cms.blocks.fields import SanitisedStreamField
from cms.pages.models import DepartmentPage
from cms.publishing.gate import GatedPage
from cms.publishing.panels import BeforePublishingPanel
from cms.publishing.permissions import GatedPermissionTester
from cms.steps.kinds import StepBlocks
from courses.additions.blocks import note_blocks
from courses.additions.forms import AdditionPageForm
from courses.additions.previews import preview_addition
from courses.content.models import AdditionVersion, CoursePage
from learning.people.models import Organisation
from learning.ui.language_field import LanguageField


class AdditionPage(GatedPage):
    """An addition as the department's authors see it."""

    course = models.ForeignKey(
        CoursePage,
        null=True,
        on_delete=models.SET_NULL,
        related_name="additions",
        verbose_name=_("course"),
        help_text=_("A published course of another department, or of everybody."),
    )
    language = LanguageField(
        _("language"),
        help_text=_("The language you write in. Make another addition for each other language."),
    )
    notes = SanitisedStreamField(note_blocks(), verbose_name=_("notes"), blank=True)
    contact_name = models.CharField(
        _("who to ask"),
        max_length=120,
        blank=True,
        help_text=_("A team lasts longer than a person: for example, Data team helpdesk."),
    )
    contact_email = models.EmailField(_("email address"), blank=True)
    contact_phone = models.CharField(_("telephone number"), max_length=40, blank=True)
    lessons = SanitisedStreamField(
        StepBlocks(added=True),
        verbose_name=_("lessons"),
        blank=True,
        help_text=_("Nobody has to take them to complete the course."),
    )

    # One language, chosen above: what another language needs to say may be something else.
    translatable_fields: ClassVar[list[Any]] = []

    content_panels: ClassVar = [
        BeforePublishingPanel(),
        FieldPanel("title", classname="title", help_text=_("Only editors see it.")),
        MultiFieldPanel([FieldPanel("course"), FieldPanel("language")], heading=_("Where")),
        FieldPanel("notes"),
        MultiFieldPanel(
            [
                FieldPanel("contact_name"),
                FieldPanel("contact_email"),
                FieldPanel("contact_phone"),
            ],
            heading=_("Contact"),
        ),
        FieldPanel("lessons"),
    ]
    promote_panels: ClassVar[list[Any]] = []
    base_form_class = AdditionPageForm
    parent_page_types: ClassVar = ["pages.DepartmentPage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("addition to a course")
        verbose_name_plural = _("additions to courses")

    def permissions_for_user(self, user: Any) -> GatedPermissionTester:
        return GatedPermissionTester(user, self)

    @property
    def organisation(self) -> Organisation:
        """The organisation whose people get this: that of the department it is written in."""
        department = DepartmentPage.objects.select_related("organisation")
        return department.get(pk=self.get_parent().pk).organisation

    def get_url_parts(self, request: HttpRequest | None = None) -> tuple[int, str, str] | None:
        parts = self.course.get_url_parts(request) if self.course else None
        return parts or super().get_url_parts(request)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> Any:
        return preview_addition(request, self)


class AdditionFile(models.Model):
    """A stored file that an addition shows: anyone who gets the addition may fetch it."""

    addition = models.ForeignKey(AdditionVersion, on_delete=models.CASCADE, related_name="files")
    path = models.CharField(max_length=400, db_index=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["addition", "path"], name="addition_file_once")
        ]

    def __str__(self) -> str:
        return self.path


def course_of(addition: AdditionVersion) -> CoursePage | None:
    """Return the course that an addition stands beside; None where it, or the page, is gone."""
    page = getattr(addition.page, "additionpage", None)
    return page.course if page else None
