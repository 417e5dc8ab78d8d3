"""What was published, frozen: learners read only this.

A Wagtail revision can be purged and an old block can vanish from it; these rows stay as long as
anybody is registered on them.
"""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q

from courses.content.reach import Reach
from learning.catalogue.models import Activity
from learning.lrs.models import Term


class CourseVersion(models.Model):
    """One publication of a course, complete with its lessons.

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
    """A lesson as frozen with what it is part of.

    ``step`` is the same in every version, so that progress carries over. ``body`` is a list of
    segments, ``{"html": …}`` rendered once or ``{"check": …}`` for ``knowledge_checks.Check``;
    ``raw`` is the StreamField's JSON, to render again from.
    """

    step = models.UUIDField()
    position = models.PositiveSmallIntegerField()
    term = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=255)
    summary = models.CharField(max_length=300, blank=True)
    minutes = models.PositiveSmallIntegerField()
    body = models.JSONField()
    raw = models.JSONField(encoder=DjangoJSONEncoder)

    class Meta:
        abstract = True
        ordering: ClassVar = ["position"]

    def __str__(self) -> str:
        return self.title


class LessonVersion(FrozenLesson):
    """A lesson as frozen with its course."""

    course = models.ForeignKey(CourseVersion, on_delete=models.CASCADE, related_name="lessons")
    slug = models.SlugField(max_length=255)

    class Meta(FrozenLesson.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["course", "step"], name="lesson_step_once"),
            models.UniqueConstraint(fields=["course", "slug"], name="lesson_address_once"),
            models.UniqueConstraint(fields=["course", "position"], name="lesson_position_once"),
        ]


class FrozenFile(models.Model):
    """A stored file that a version shows: whoever may open the version may fetch it."""

    course = models.ForeignKey(CourseVersion, on_delete=models.CASCADE, related_name="files")
    path = models.CharField(max_length=400, db_index=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["course", "path"], name="frozen_file_once")
        ]

    def __str__(self) -> str:
        return self.path
