"""The keys with which other systems read and write statements, and how often each is used."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Scope(models.TextChoices):
    """The scopes of a credential: what it may do (xAPI 1.0.3, Communication 4.2)."""

    STATEMENTS_WRITE = "statements/write"
    STATEMENTS_READ_MINE = "statements/read/mine"
    STATEMENTS_READ = "statements/read"
    STATE = "state"
    DEFINE = "define"
    PROFILE = "profile"
    ALL_READ = "all/read"
    ALL = "all"


def usual_requests_per_minute() -> int | None:
    """Return the limit of requests a minute that a new key has (LRS_REQUESTS_PER_MINUTE)."""
    return settings.LRS_REQUESTS_PER_MINUTE


class Credential(models.Model):
    """An API key for a system that reads or writes statements over HTTP.

    Only the SHA-256 of the secret is kept: the secret is 256 random bits, so a slow password
    hash would cost every request 85 ms and add nothing.
    """

    id = models.BigAutoField(primary_key=True)
    name = models.CharField(max_length=200, unique=True)
    key = models.CharField(max_length=64, unique=True)
    secret_sha256 = models.BinaryField(max_length=32)
    previous_secret_sha256 = models.BinaryField(max_length=32, null=True)
    previous_until = models.DateTimeField(
        null=True,
        blank=True,
        help_text="Until then the secret before this one opens too, after a rotation.",
    )
    scopes = models.JSONField(default=list)
    authority = models.ForeignKey("lrs.Actor", on_delete=models.PROTECT, related_name="credentials")
    trusted = models.BooleanField(
        default=False,
        help_text="Statements stored with this key may move records of the activities below.",
    )
    activities = models.TextField(
        blank=True,
        help_text="The IRI prefix of the activities this key may vouch for; empty means none.",
    )
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
    requests_per_minute = models.PositiveIntegerField(
        null=True,
        blank=True,
        default=usual_requests_per_minute,
        validators=[MinValueValidator(1)],
        help_text="How often it may be used in a minute; empty means without end.",
    )

    class Meta:
        verbose_name = _("key of the statements API")
        verbose_name_plural = _("keys of the statements API")
        # One permission for all of it: who may make a key may make one that can do everything.
        default_permissions = ()
        permissions: ClassVar = [
            ("manage_credentials", _("Can manage the keys of the statements API"))
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(requests_per_minute__isnull=True) | Q(requests_per_minute__gt=0),
                name="credential_may_be_used",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def is_in_use(self, now: datetime) -> bool:
        """Tell whether the key opens anything at ``now``: neither revoked nor expired."""
        return not any(end is not None and end <= now for end in (self.revoked_at, self.expires_at))


class CredentialUse(models.Model):
    """The number of uses of a key in one minute, counted by all processes together.

    ``minute`` is the moment at which it begins (learning.lrs.rates).
    """

    pk = models.CompositePrimaryKey("credential_id", "minute")
    credential = models.ForeignKey(Credential, on_delete=models.CASCADE, related_name="uses")
    minute = models.DateTimeField()
    count = models.PositiveIntegerField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["minute"], name="credentialuse_minute")]

    def __str__(self) -> str:
        return f"{self.credential_id} {self.minute:%H:%M}: {self.count}"
