"""Roles that people are given for an organisation: the table, and who has what on a date."""

from __future__ import annotations

import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """The roles of people for an organisation, beyond having people report to them."""

    LD_LEAD = "ld_lead", _("L&D lead")
    DPO = "dpo", _("Data protection officer")
    COORDINATOR = "coordinator", _("Mentoring coordinator")


class Ending(models.TextChoices):
    """The reasons for which a role ended."""

    BY_HAND = "by_hand", _("Ended by hand")
    LAST_DAY = "last_day", _("The last day has passed")
    WITH_POST = "with_post", _("The person left or was transferred")
    WITH_DEPARTMENT = "with_department", _("The department was closed or merged")


class RoleGrantQuerySet(models.QuerySet["RoleGrant"]):
    def current(self, on: datetime.date) -> RoleGrantQuerySet:
        """Keep the roles that people have on the date ``on``, which has to be today.

        By their last day too, so that one ends on time where nothing runs to end it.
        """
        return self.filter(Q(until__isnull=True) | Q(until__gte=on), ended_at__isnull=True)


class RoleGrant(models.Model):
    """A role that somebody has, or had, for an organisation and everything below it."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="role_grants"
    )
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    organisation = models.ForeignKey(
        "people.Organisation", on_delete=models.PROTECT, related_name="role_grants"
    )
    granted_at = models.DateTimeField()
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    until = models.DateField(
        _("last day"), null=True, blank=True, help_text="The last day; empty for no end."
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    ended_because = models.CharField(max_length=20, choices=Ending.choices, blank=True)

    objects = RoleGrantQuerySet.as_manager()

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "role", "organisation"],
                condition=Q(ended_at__isnull=True),
                name="role_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=False) | Q(ended_because="", ended_by__isnull=True),
                name="role_ends_before_it_says_why",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["until"],
                name="role_last_day",
                condition=Q(ended_at__isnull=True, until__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.organisation_id}"
