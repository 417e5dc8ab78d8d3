"""What a department adds to a course of somebody else, without copying it.

An addition is keyed by the work that the course is (the same in every language and version), so
nothing that the course's own authors do can lose it: its note, contact and lessons stand beside
whatever version somebody takes.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField

from cms.pages.models import DepartmentPage
from cms.publishing.gate import GatedPage
from cms.publishing.panels import BeforePublishingPanel
from cms.publishing.permissions import GatedPermissionTester
from courses.additions.blocks import added_lesson_blocks, note_blocks
from courses.additions.forms import AdditionPageForm
from courses.content.models import CoursePage, FrozenLesson
from learning.people.models import Organisation


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
    language = models.CharField(
        _("language"),
        max_length=12,
        choices=settings.LANGUAGES,
        default=settings.LANGUAGE_CODE,
        help_text=_("The language you write in. For both languages, make two additions."),
    )
    notes = StreamField(note_blocks(), verbose_name=_("notes"), blank=True)
    contact_name = models.CharField(
        _("who to ask"),
        max_length=120,
        blank=True,
        help_text=_("A team lasts longer than a person: for example, Data team helpdesk."),
    )
    contact_email = models.EmailField(_("email address"), blank=True)
    contact_phone = models.CharField(_("telephone number"), max_length=40, blank=True)
    lessons = StreamField(
        added_lesson_blocks(),
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
        """Whose people get this: the department that it is written in."""
        department = DepartmentPage.objects.select_related("organisation")
        return department.get(pk=self.get_parent().pk).organisation

    def get_url_parts(self, request: HttpRequest | None = None) -> tuple[int, str, str] | None:
        parts = self.course.get_url_parts(request) if self.course else None
        return parts or super().get_url_parts(request)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> Any:
        from courses.additions.previews import preview_addition

        return preview_addition(request, self)


class AdditionVersion(models.Model):
    """One publication of an addition: what people of ``organisation`` get beside ``work``.

    ``notes`` is a list of ``{"step": str | None, "html": str}``; a step that the course has no
    more stands on its page. ``made_for`` is the number of the course's version at the time.
    """

    page = models.ForeignKey(
        AdditionPage, null=True, on_delete=models.SET_NULL, related_name="versions"
    )
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    work = models.UUIDField()
    language = models.CharField(max_length=12)
    number = models.PositiveIntegerField()
    current = models.BooleanField(default=True)
    made_for = models.PositiveIntegerField()
    notes = models.JSONField(default=list)
    contact_name = models.CharField(max_length=120, blank=True)
    contact_email = models.EmailField(blank=True)
    contact_phone = models.CharField(max_length=40, blank=True)
    raw = models.JSONField(encoder=DjangoJSONEncoder)
    schema = models.PositiveSmallIntegerField()
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("addition")
        verbose_name_plural = _("additions")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "work", "language"],
                condition=Q(current=True),
                name="addition_current_once",
            ),
            models.UniqueConstraint(fields=["page", "number"], name="addition_version_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["work"], name="addition_work")]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.work} ({self.number})"

    @property
    def has_contact(self) -> bool:
        """Whether it says whom to ask."""
        return bool(self.contact_name or self.contact_email or self.contact_phone)


class AddedLesson(FrozenLesson):
    """A lesson of an addition, as it was published."""

    addition = models.ForeignKey(AdditionVersion, on_delete=models.CASCADE, related_name="lessons")

    class Meta(FrozenLesson.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["addition", "step"], name="added_lesson_once"),
            models.UniqueConstraint(fields=["addition", "position"], name="added_position_once"),
        ]


class AdditionFile(models.Model):
    """A stored file that an addition shows: whoever gets the addition may fetch it."""

    addition = models.ForeignKey(AdditionVersion, on_delete=models.CASCADE, related_name="files")
    path = models.CharField(max_length=400, db_index=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["addition", "path"], name="addition_file_once")
        ]

    def __str__(self) -> str:
        return self.path
