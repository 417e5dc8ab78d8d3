"""Tables of what each person did: registrations, and records that follow from statements."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from learning.catalogue.models import Activity
from learning.lrs.models import Actor, Term


class Registration(models.Model):
    """One person's going through one activity; a renewal is a new one.

    Its ``id`` is the ``context.registration`` of every statement made on the way. Being asked to
    learn is not a registration.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    actor = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="registrations")
    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="registrations")
    started_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["actor", "activity"],
                condition=Q(closed_at__isnull=True),
                name="registration_open_once",
            )
        ]

    def __str__(self) -> str:
        return str(self.id)


class Record(models.Model):
    """The record of one person and one activity, in one registration or in none.

    Every column is a merge that is commutative, associative and idempotent (earliest, latest,
    best), so the order in which statements arrive does not matter, nor does hearing one twice.
    """

    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="records")
    activity = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="records")
    registration = models.UUIDField(null=True)
    registered_at = models.DateTimeField(null=True)
    initialized_at = models.DateTimeField(null=True)
    completed_at = models.DateTimeField(null=True)
    passed_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    best_score = models.DecimalField(max_digits=6, decimal_places=5, null=True)
    answered_at = models.DateTimeField(null=True, help_text="When the latest answer was given.")
    answer_id = models.UUIDField(null=True, help_text="Its statement: ties go to the larger.")
    answer = models.TextField(null=True, help_text="The latest answer as the statement says it.")
    answer_success = models.BooleanField(null=True)
    first_at = models.DateTimeField()
    latest_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["actor", "activity", "registration"],
                nulls_distinct=False,
                name="record_once",
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["registration"], name="record_registration"),
        ]

    def __str__(self) -> str:
        return f"{self.actor_id} {self.activity_id}"
