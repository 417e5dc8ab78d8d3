"""Registrations for courses: who takes which version, and where they are."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from courses.content.models import CourseVersion
from learning.records.models import Registration


class CourseRegistration(models.Model):
    """The version of the course that a registration goes through.

    ``step`` is the lesson last opened, on whatever device; what was done there is in the records.
    ``next_version`` is the one they go on with when that lesson is done: nobody's lesson changes
    while they are reading it, unless it is only corrected.
    """

    registration = models.OneToOneField(
        Registration, primary_key=True, on_delete=models.CASCADE, related_name="course"
    )
    version = models.ForeignKey(
        CourseVersion, on_delete=models.PROTECT, related_name="registrations"
    )
    next_version = models.ForeignKey(
        CourseVersion, null=True, on_delete=models.PROTECT, related_name="+"
    )
    step = models.UUIDField(null=True)
    opened_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["opened_at"], name="course_registration_opened")]

    def __str__(self) -> str:
        return str(self.pk)
