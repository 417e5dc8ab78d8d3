"""Documents, attachments and definitions: what the store keeps beside the statements."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from .statements import Actor, Statement, Term


class ActivityDefinition(models.Model):
    """A definition that somebody gave an activity, once however often it is repeated.

    Rows are only ever added: what the activities resource answers is put together from them, for
    updating one shared row inside the writing transaction deadlocks.
    """

    id = models.BigAutoField(primary_key=True)
    activity = models.ForeignKey(Term, on_delete=models.CASCADE, related_name="definitions")
    digest = models.UUIDField()
    vouched = models.BooleanField(
        help_text="Whether it came from one who may vouch for this activity."
    )
    definition = models.TextField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["activity", "digest", "vouched"], name="definition_once_per_activity"
            )
        ]

    def __str__(self) -> str:
        return f"{self.activity_id} {self.digest}"


class KeptFile(models.Model):
    """The data of an attachment, kept once: ``sha2`` is its sum as the statement gives it."""

    id = models.BigAutoField(primary_key=True)
    sha2 = models.CharField(max_length=128, unique=True)
    content = models.BinaryField()

    def __str__(self) -> str:
        return self.sha2


class StatementFile(models.Model):
    """Data that a statement came with; anyone who only names its sum does not get to read it."""

    id = models.BigAutoField(primary_key=True)
    statement = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="files")
    file = models.ForeignKey(KeptFile, on_delete=models.PROTECT, related_name="statements")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["statement", "file"], name="file_once_per_statement")
        ]

    def __str__(self) -> str:
        return f"{self.statement_id} {self.file_id}"


class DocumentKind(models.IntegerChoices):
    """The three resources that keep documents (xAPI 1.0.3, Communication 2.2)."""

    STATE = 1, "state"
    AGENT_PROFILE = 2, "agent profile"
    ACTIVITY_PROFILE = 3, "activity profile"


class Document(models.Model):
    """A document of one of the three resources, as it was sent.

    ``digest`` stands for the kind, the agent, the activity, the registration and the name
    together: some of them may be missing, and a name may be longer than an index entry can be.
    """

    id = models.BigAutoField(primary_key=True)
    kind = models.SmallIntegerField(choices=DocumentKind.choices)
    digest = models.UUIDField(unique=True)
    agent = models.ForeignKey(
        Actor, null=True, on_delete=models.CASCADE, related_name="documents", db_index=False
    )
    activity = models.ForeignKey(
        Term, null=True, on_delete=models.CASCADE, related_name="documents", db_index=False
    )
    registration = models.UUIDField(null=True)
    name = models.TextField()
    content = models.BinaryField()
    content_type = models.CharField(max_length=1000)
    etag = models.CharField(max_length=40)
    updated = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["agent", "activity", "kind"], name="document_of_agent"),
            models.Index(
                fields=["activity", "kind"],
                name="document_of_activity",
                condition=Q(agent__isnull=True),
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="document_has_its_place",
                condition=Q(kind=1, agent__isnull=False, activity__isnull=False)
                | Q(kind=2, agent__isnull=False, activity__isnull=True, registration__isnull=True)
                | Q(kind=3, agent__isnull=True, activity__isnull=False, registration__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.name}"
