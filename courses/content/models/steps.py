"""The steps of a course, frozen: one row a step, whatever its kind.

What the kind itself froze, such as the words of a lesson, stands in the kind's own room and is
found by ``kind`` and ``content`` (``cms.steps.contract``).
"""

from __future__ import annotations

from typing import ClassVar, cast

from django.db import models
from django.db.models import Q

from cms.steps.contract import DoneBy
from courses.content.models.additions import AdditionVersion
from courses.content.models.versions import CourseVersion
from learning.lrs.models import Term


class Step(models.Model):
    """One step of a published course, or of what a department added to one.

    ``key`` is the same in every version, so that progress carries over. ``position`` begins with
    0. A step that is not ``required`` does not count for finishing the course.
    """

    course = models.ForeignKey(
        CourseVersion, null=True, on_delete=models.CASCADE, related_name="steps"
    )
    addition = models.ForeignKey(
        AdditionVersion, null=True, on_delete=models.CASCADE, related_name="steps"
    )
    kind = models.CharField(max_length=40)
    key = models.UUIDField()
    content = models.UUIDField()
    term = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    slug = models.SlugField(max_length=255, blank=True, help_text="Empty in an addition.")
    title = models.CharField(max_length=255)
    summary = models.CharField(max_length=300, blank=True)
    minutes = models.PositiveSmallIntegerField()
    required = models.BooleanField()
    done_by = models.CharField(max_length=20, choices=DoneBy.choices)

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(course__isnull=False, addition__isnull=True)
                | Q(course__isnull=True, addition__isnull=False, required=False),
                name="step_of_one_owner",
            ),
            models.CheckConstraint(
                condition=Q(done_by__in=DoneBy.values), name="step_is_done_by_something"
            ),
            models.UniqueConstraint(fields=["course", "key"], name="step_once"),
            models.UniqueConstraint(fields=["course", "slug"], name="step_address_once"),
            models.UniqueConstraint(fields=["course", "position"], name="step_position_once"),
            models.UniqueConstraint(fields=["addition", "key"], name="step_of_addition_once"),
            models.UniqueConstraint(
                fields=["addition", "position"], name="step_of_addition_position_once"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def version(self) -> CourseVersion | AdditionVersion:
        """The version of a course, or of an addition, that the step was published with."""
        # One of them there is (step_of_one_owner).
        return self.course or cast(AdditionVersion, self.addition)
