"""The tables of the Learning Record Store.

A statement is kept twice: exactly as it came (``Statement.raw``), and as the interned
identifiers that queries need (``Statement``'s own columns and ``StatementLink``). Queries never
look inside the JSON.
"""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from learning.xapi.naming import IdentifierKind


class Actor(models.Model):
    """One identified agent or group, once.

    ``digest`` is the first 16 bytes of SHA-256 over the kind and the identifier, because an
    identifier may be longer than an index entry can be. A partner's name for a person of ours
    points at that person's own row by ``same_as``; the own row is the one that is locked.
    All anonymous groups share one row, for each is distinct and none can be asked for.
    """

    id = models.BigAutoField(primary_key=True)
    kind = models.SmallIntegerField(
        choices=[(kind.value, kind.name.lower().replace("_", " ")) for kind in IdentifierKind]
    )
    digest = models.UUIDField(unique=True)
    identifier = models.JSONField(
        help_text="The identifying property as JSON, such as {'mbox': 'mailto:…'}."
    )
    same_as = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="aliases"
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(same_as__isnull=True) | ~Q(same_as=F("id")),
                name="actor_is_not_its_own_alias",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.digest}"


class TermKind(models.IntegerChoices):
    """The kinds of thing that an interned IRI names."""

    VERB = 1, "verb"
    ACTIVITY = 2, "activity"


class Term(models.Model):
    """An IRI that statements name again and again: a verb or an activity.

    ``definition`` is the activity's merged definition (Activities resource) and is written apart
    from the statements, for updating a shared row inside the writing transaction deadlocks.
    """

    id = models.BigAutoField(primary_key=True)
    kind = models.SmallIntegerField(choices=TermKind.choices)
    digest = models.UUIDField()
    iri = models.TextField()
    definition = models.JSONField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "digest"], name="term_once_per_kind")
        ]

    def __str__(self) -> str:
        return self.iri


class ObjectKind(models.IntegerChoices):
    """The five kinds of object a statement may have (xAPI 1.0.3, Data 2.4.4)."""

    ACTIVITY = 1, "Activity"
    AGENT = 2, "Agent"
    GROUP = 3, "Group"
    STATEMENT_REF = 4, "StatementRef"
    SUB_STATEMENT = 5, "SubStatement"


class Statement(models.Model):
    """A stored statement: its exact JSON, and the interned identifiers that it names.

    ``seq`` is the order of insertion and has gaps and overtakings; readers that must not miss
    anything follow ``Arrival``.

    The foreign keys have no constraint in the database: each would cost a look-up and a shared
    lock on the same few verb and authority rows for every statement. The writing query itself
    checks that every term and actor it names is there (learning.lrs.insertion).
    """

    seq = models.BigAutoField(primary_key=True)
    id = models.UUIDField(unique=True, default=uuid.uuid4)
    actor = models.ForeignKey(
        Actor, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    verb = models.ForeignKey(
        Term, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    object_kind = models.SmallIntegerField(choices=ObjectKind.choices)
    activity = models.ForeignKey(
        Term,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    refers_to = models.UUIDField(null=True)
    registration = models.UUIDField(null=True)
    authority = models.ForeignKey(
        Actor, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    vouched = models.BooleanField(
        help_text="Whether its authority may vouch for this activity; decided once, when stored."
    )
    voided = models.BooleanField(default=False)
    stored = models.DateTimeField()
    timestamp = models.DateTimeField()
    raw = models.TextField(help_text="The statement as stored, every number as it was written.")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["stored", "seq"], name="statement_stored"),
            # "What did this person do here" for rebuilding one record, and for its page.
            models.Index(fields=["actor", "activity", "seq"], name="statement_actor_activity"),
            models.Index(
                fields=["refers_to", "seq"],
                name="statement_refers_to_seq",
                condition=Q(refers_to__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class LinkKind(models.IntegerChoices):
    """The query parameters of the statements resource that links answer."""

    AGENT = 1, "agent"
    RELATED_AGENT = 2, "related_agents"
    VERB = 3, "verb"
    ACTIVITY = 4, "activity"
    RELATED_ACTIVITY = 5, "related_activities"
    REGISTRATION = 6, "registration"


class StatementLink(models.Model):
    """One way to find a statement: ``(kind, target)`` names it, ``stored`` and ``seq`` order it.

    ``target`` is the id of an Actor or a Term by the kind; a registration's target is the two
    halves of its UUID, one laid over the other (links.registration_target). The related kinds
    hold only what the narrow kind does not, so a query for related things reads both. A statement
    about another has the links of that one too (xAPI 1.0.3, Communication 2.1.3, Filter
    Conditions for StatementRefs). The primary key is the index every query reads, in the order
    in which it returns; the other one gives the links of a statement to those that refer to it.
    """

    pk = models.CompositePrimaryKey("kind", "target", "stored", "statement_id")
    kind = models.SmallIntegerField(choices=LinkKind.choices)
    target = models.BigIntegerField()
    stored = models.DateTimeField()
    statement = models.ForeignKey(
        Statement,
        on_delete=models.CASCADE,
        related_name="links",
        db_index=False,
        db_constraint=False,
    )

    class Meta:
        indexes: ClassVar = [models.Index(fields=["statement"], name="statementlink_statement")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.target}"


class Arrival(models.Model):
    """The statements of one store(), and where they stand in the order that readers follow.

    The row is inserted with its statements and without a position; the sweep gives positions to
    committed rows only, so a reader that has seen position n has seen everything up to n.
    One row for a batch, not one a statement, because it is the batch that commits.
    """

    id = models.BigAutoField(primary_key=True)
    seqs = ArrayField(models.BigIntegerField())
    position = models.BigIntegerField(null=True, unique=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["id"], name="arrival_due", condition=Q(position__isnull=True))
        ]

    def __str__(self) -> str:
        return str(self.position)


class ProjectionDue(models.Model):
    """A stored statement of somebody else's that a consumer failed on: the sweep tries again."""

    statement = models.OneToOneField(
        Statement, primary_key=True, on_delete=models.CASCADE, related_name="projection_due"
    )
    reason = models.TextField()
    due_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.statement_id}: {self.reason}"


class LinksDue(models.Model):
    """A statement whose links are still to be given to the statements that refer to it.

    ``after`` is the last of those, by ``seq``, that has been given them; the sweep goes on there.
    """

    statement = models.OneToOneField(
        Statement, primary_key=True, on_delete=models.CASCADE, related_name="links_due"
    )
    after = models.BigIntegerField(default=0)
    due_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.statement_id} after {self.after}"


class StoreClock(models.Model):
    """One row: the latest moment up to which a reader was told that it has seen everything.

    Nothing is stored with an earlier moment from then on, whatever the clock says.
    """

    id = models.SmallIntegerField(primary_key=True, default=1)
    read_until = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(id=1), name="store_clock_is_one_row")
        ]

    def __str__(self) -> str:
        return f"{self.read_until:%Y-%m-%d %H:%M:%S}"
