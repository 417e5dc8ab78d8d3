"""An addition of a department to another department's course, as it was published.

The page that its authors edit stands above (``courses.additions``); this stands beside the
versions of courses, because both own steps.
"""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from cms.blocks.fields import SegmentsField
from learning.people.models import Organisation


class AdditionVersion(models.Model):
    """One publication of an addition: what people of ``organisation`` get beside ``work``.

    ``page`` is the page of its authors. ``notes`` is a list of ``{"step": str | None, "html":
    str}``; a step that the course has no more stands on its page. ``made_for`` is the number of
    the course's version at the time.
    """

    page = models.ForeignKey(
        Page, null=True, on_delete=models.SET_NULL, related_name="addition_versions"
    )
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    work = models.UUIDField()
    language = models.CharField(max_length=12)
    number = models.PositiveIntegerField()
    current = models.BooleanField(default=True)
    made_for = models.PositiveIntegerField()
    notes = SegmentsField(default=list)
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
                name="added_current_once",
            ),
            models.UniqueConstraint(fields=["page", "number"], name="added_version_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["work"], name="added_work")]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.work} ({self.number})"

    @property
    def has_contact(self) -> bool:
        """True where it names a person, an email address or a phone number to ask."""
        return bool(self.contact_name or self.contact_email or self.contact_phone)
