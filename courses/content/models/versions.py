"""Versions of courses, frozen as they were published: learners read only these.

A Wagtail revision can be purged and an old block can vanish from it; these rows stay as long as
anybody is registered on them.
"""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q

from cms.blocks.fields import SegmentsField
from cms.blocks.frozen import as_shown
from courses.content.review.reach import Reach
from learning.catalogue.models import Activity


class CourseVersion(models.Model):
    """One publication of a course, complete with its steps (``steps``).

    ``raw`` is the course page's own content as JSON at ``schema``, the version of the blocks'
    shape it was written in.
    """

    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="versions")
    page = models.ForeignKey(
        "content.CoursePage", null=True, on_delete=models.SET_NULL, related_name="versions"
    )
    number = models.PositiveIntegerField()
    current = models.BooleanField(default=True, help_text="The one that new learners start on.")
    reach = models.CharField(max_length=20, choices=Reach.choices, default=Reach.NEW_STARTERS)
    awaits_reviewer = models.BooleanField(
        default=False, help_text="A translation that no human reviewer has approved."
    )
    title = models.CharField(max_length=255)
    summary = models.CharField(max_length=300)
    outcomes = models.JSONField(default=list)
    accessibility_notes = models.TextField(blank=True)
    minutes = models.PositiveIntegerField()
    language = models.CharField(max_length=12)
    raw = models.JSONField(encoder=DjangoJSONEncoder)
    schema = models.PositiveSmallIntegerField()
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["activity", "number"], name="course_version_once"),
            models.UniqueConstraint(
                fields=["activity"], condition=Q(current=True), name="course_version_current_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.number})"


class FrozenLesson(models.Model):
    """The words of a lesson as they were published: the content of a step of the kind "lesson".

    ``body`` is a list of segments, ``{"html": …}`` rendered once or ``{"check": …}`` for
    ``knowledge_checks.Check``; ``raw`` is the StreamField's JSON, to render again from.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    body = SegmentsField()
    raw = models.JSONField(encoder=DjangoJSONEncoder)

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def shown(self) -> list[dict[str, Any]]:
        """The segments of ``body`` as a page may show them, whenever they were frozen."""
        return as_shown(self.body)


class FrozenFile(models.Model):
    """A stored file that a version shows: anyone who may open the version may fetch it."""

    course = models.ForeignKey(CourseVersion, on_delete=models.CASCADE, related_name="files")
    path = models.CharField(max_length=400, db_index=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["course", "path"], name="frozen_file_once")
        ]

    def __str__(self) -> str:
        return self.path
