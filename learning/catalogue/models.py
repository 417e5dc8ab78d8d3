"""The tables of the catalogue: things to learn, their topics and outcomes, and search words."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from learning.catalogue.kinds import activity_kinds
from learning.catalogue.languages import base
from learning.catalogue.vocabulary import Entry, entry
from learning.catalogue.words import tokens
from learning.lrs.models import Term
from learning.people.models import Organisation
from learning.ui.languages import known_languages


class Level(models.TextChoices):
    """The level of a thing to learn, from awareness to expert."""

    AWARENESS = "awareness", _("Awareness")
    WORKING = "working", _("Working")
    PRACTITIONER = "practitioner", _("Practitioner")
    EXPERT = "expert", _("Expert")


class Topic(models.Model):
    """A subject to browse by: data, cyber, AI, and those an editor adds."""

    slug = models.SlugField(_("address"), max_length=60, unique=True)
    name_en = models.CharField(_("name in English"), max_length=80)
    names = models.JSONField(
        default=dict, blank=True, help_text="By other language, such as cy (languages.base)."
    )
    position = models.PositiveSmallIntegerField(_("position"), default=100)

    LONGEST_NAME = 80

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering: ClassVar = ["position", "name_en"]

    def __str__(self) -> str:
        return self.name_en

    def name_in(self, language: str) -> str:
        """Return the name in ``language``, or in English where there is no other."""
        return str(self.names.get(base(language)) or self.name_en)


class Activity(models.Model):
    """One entry of the catalogue, registered by the room that owns the thing itself.

    A course in English and the same course in Welsh are two entries that share ``work``; each
    has its own ``term``, the interned IRI its statements name.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    term = models.OneToOneField(Term, on_delete=models.PROTECT, related_name="activity")
    work = models.UUIDField(help_text="Shared by the translations of one work.")
    kind = models.CharField(max_length=20, help_text="The name of one of ACTIVITY_KINDS.")
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
    headline = SearchVectorField(
        null=True, editable=False, help_text="Of the search, what stands on the outside."
    )
    words = ArrayField(
        models.CharField(max_length=40), default=list, editable=False,
        help_text="The words on the outside, to correct a spelling by.",
    )  # fmt: skip
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
        """The address where a learner opens it; "" where its kind is not here any more."""
        kind = activity_kinds().get(self.kind)
        return kind.address(self.slug) if kind else ""

    @property
    def kind_label(self) -> str:
        """The kind of thing it is, in words; "" where its kind is not here any more."""
        kind = activity_kinds().get(self.kind)
        return str(kind.label) if kind else ""


class FormerAddress(models.Model):
    """An address that an entry had before; anyone who follows it is sent on to the entry.

    What has the address now always comes first (``services.register`` forgets it as former).
    """

    kind = models.CharField(max_length=20)
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
    """One learning outcome: a thing a person can do afterwards, in the words of its teacher."""

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


class SearchWords(models.Model):
    """Words that mean the same to anyone who searches, as L&D adds them to those we ship."""

    MOST_LINES = 30
    MOST_LETTERS = 60

    name = models.CharField(max_length=MOST_LETTERS, unique=True, editable=False)
    words = models.JSONField(
        default=dict,
        blank=True,
        help_text="Lines of words by language, such as en or cy (languages.base).",
    )
    also = models.TextField(
        _("also find"),
        blank=True,
        help_text=_(
            "Words that lead further, one on each line: people who search for those above find "
            "these too, but not the other way round."
        ),
    )
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("search words")
        verbose_name_plural = _("search words")
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def entry(self) -> Entry:
        """These words as an entry of the vocabulary."""
        # As the languages are listed; the database keeps them by their names.
        order = [*written_languages(), *self.words]
        return entry(
            {one: _lines(self.words[one]) for one in order if one in self.words},
            also=_lines(self.also),
        )

    def clean(self) -> None:
        """Refuse what would make searching slow, and a second entry for the same word."""
        faults: dict[str, str] = {}
        first = next(iter(written_languages()))
        texts = {words_field(language): text for language, text in self.words.items()}
        for field, text in (*texts.items(), ("also", self.also)):
            lines = _lines(text)
            if len(lines) > self.MOST_LINES:
                faults[field] = _("Enter %(most)s lines or fewer.") % {"most": self.MOST_LINES}
            for line in lines:
                if len(line) > self.MOST_LETTERS:
                    faults[field] = _("Shorten “%(line)s…” to %(most)s characters.") % {
                        "line": line[:20],
                        "most": self.MOST_LETTERS,
                    }
                elif not tokens(line):
                    faults[field] = _("“%(line)s” has no letter or number.") % {"line": line}
        if faults:
            raise ValidationError(faults)
        self.name = " ".join(self.entry.name)[: self.MOST_LETTERS]
        if not self.name:
            raise ValidationError(
                {words_field(first): _("Enter at least one word in one of the languages.")}
            )
        if SearchWords.objects.filter(name=self.name).exclude(pk=self.pk).exists():
            raise ValidationError(
                {
                    words_field(first): _("“%(name)s” already has an entry. Change that one.")
                    % {"name": self.name}
                }
            )


def written_languages() -> dict[str, str]:
    """Return the languages that editors give words in, such as cy, each with a code it is in.

    Kinds of one language share its words.
    """
    found: dict[str, str] = {}
    for code in known_languages():
        found.setdefault(base(code), code)
    return found


def words_field(language: str) -> str:
    """Return the name of the form field for the words of ``language``."""
    return f"words_{language}"


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


class SearchWithoutResults(models.Model):
    """Words searched for without a result on one day, with counts and nobody's name.

    Whether several people searched has to be known, or one person's private words would show; who
    they are has not. So each falls, by a keyed digest, on one of 16 places, and ``places`` has a
    bit for each place that somebody fell on: it counts people a little too low and names nobody,
    for many share a place.
    """

    PLACES = 16

    day = models.DateField(_("day"))
    words = models.CharField(_("words"), max_length=80)
    times = models.PositiveIntegerField(_("searches"))
    loosely = models.PositiveIntegerField(
        help_text="How many of them found something that has some of the words."
    )
    places = models.IntegerField()

    class Meta:
        verbose_name = _("search with no results")
        verbose_name_plural = _("searches with no results")
        default_permissions: ClassVar = ["view"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["day", "words"], name="search_without_results_once")
        ]

    def __str__(self) -> str:
        return self.words
