"""Everything that can be learnt, whatever kind of thing it is, and what it teaches."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from learning.lrs.models import Term
from learning.people.models import Organisation


class Level(models.TextChoices):
    """How far a thing to learn goes."""

    AWARENESS = "awareness", _("Awareness")
    WORKING = "working", _("Working")
    PRACTITIONER = "practitioner", _("Practitioner")
    EXPERT = "expert", _("Expert")


class Topic(models.Model):
    """A subject to browse by: data, cyber, AI, and those an editor adds."""

    slug = models.SlugField(_("address"), max_length=60, unique=True)
    name_en = models.CharField(_("name in English"), max_length=80)
    name_cy = models.CharField(_("name in Welsh"), max_length=80, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=100)

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering: ClassVar = ["position", "name_en"]

    def __str__(self) -> str:
        return self.name_en

    def name_in(self, language: str) -> str:
        """Return the name in ``language``, or in English where there is no other."""
        return (self.name_cy if language.startswith("cy") else "") or self.name_en


class ActivityKind(models.TextChoices):
    """What kind of thing to learn an entry is."""

    COURSE = "course", _("Course")


class Activity(models.Model):
    """One entry of the catalogue, registered by the room that owns the thing itself.

    A course in English and the same course in Welsh are two entries that share ``work``; each
    has its own ``term``, the interned IRI its statements name.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    term = models.OneToOneField(Term, on_delete=models.PROTECT, related_name="activity")
    work = models.UUIDField(help_text="Shared by the translations of one work.")
    kind = models.CharField(max_length=20, choices=ActivityKind.choices)
    slug = models.SlugField(max_length=200)
    title = models.CharField(max_length=255)
    summary = models.CharField(max_length=300)
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="activities")
    level = models.CharField(max_length=20, choices=Level.choices)
    minutes = models.PositiveIntegerField()
    language = models.CharField(max_length=12)
    scope = models.ForeignKey(
        Organisation,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Only for this organisation and what is below it; empty means everyone.",
    )
    offered = models.BooleanField(default=True, help_text="New learners may start it.")
    body = models.TextField(blank=True, help_text="The words that full-text search reads.")
    search = SearchVectorField(null=True, editable=False)
    registered_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("thing to learn")
        verbose_name_plural = _("things to learn")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "slug"], name="activity_address_once"),
            models.UniqueConstraint(fields=["work", "language"], name="activity_language_once"),
            models.CheckConstraint(condition=Q(minutes__gt=0), name="activity_takes_time"),
        ]
        indexes: ClassVar = [GinIndex(fields=["search"], name="activity_search")]

    def __str__(self) -> str:
        return self.title

    @property
    def address(self) -> str:
        """Where a learner opens it: each kind has its own part of the site."""
        return f"/{self.kind}s/{self.slug}/"


class FormerAddress(models.Model):
    """An address that an entry had before; whoever follows it is sent on to the entry.

    What has the address now always comes first (``services.register`` forgets it as former).
    """

    kind = models.CharField(max_length=20, choices=ActivityKind.choices)
    slug = models.SlugField(max_length=200)
    activity = models.ForeignKey(
        Activity, on_delete=models.CASCADE, related_name="former_addresses"
    )
    left_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("former address")
        verbose_name_plural = _("former addresses")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "slug"], name="former_address_once")
        ]

    def __str__(self) -> str:
        return self.slug


class Outcome(models.Model):
    """What a person can do afterwards, in the words of whoever teaches it."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="outcomes")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=300)

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["activity", "position"], name="outcome_place_once")
        ]

    def __str__(self) -> str:
        return self.text
