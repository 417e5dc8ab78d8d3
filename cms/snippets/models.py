"""Content that many lessons share: passages, and the words of the glossary.

Both belong to a folder of the library, as files do: anyone who may change the documents in it may
change them, everybody may use what is in their own folders and in the one at the root.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from wagtail.models import CollectionMember, RevisionMixin, TranslatableMixin
from wagtail.search import index

from cms.blocks.blocks import passage_blocks
from cms.blocks.fields import SanitisedStreamField
from learning.seams.named import seam


class SharedContent(CollectionMember, TranslatableMixin, index.Indexed, models.Model):
    """Content that lessons name and do not repeat: change it once, and every draft follows.

    What is published stays as it was; ``SNIPPET_CONSUMERS`` hear of every change.
    """

    # What a search may be narrowed by, as every listing of shared content is.
    filtered_by: ClassVar = [
        index.FilterField("id"),
        index.FilterField("collection"),
        index.FilterField("locale"),
    ]

    class Meta(TranslatableMixin.Meta):
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        with transaction.atomic():
            before = type(self).objects.select_for_update().filter(pk=self.pk).first()
            super().save(*args, **kwargs)
            if before is not None and before.digest != self.digest:
                for consumer in seam("SNIPPET_CONSUMERS"):
                    consumer(snippet=self)

    @property
    def content(self) -> list[Any]:
        """The content that a lesson shows of it, as data."""
        raise NotImplementedError

    @property
    def uid(self) -> str:
        """The name of it among all shared content: ``sharedpassage:3``."""
        return f"{self._meta.model_name}:{self.pk}"

    @property
    def digest(self) -> str:
        """A mark that changes with what a lesson shows of it."""
        # Sorted, for the database keeps the names in an order of its own.
        written = json.dumps(self.content, sort_keys=True)
        return hashlib.sha256(written.encode()).hexdigest()[:16]


class SharedPassage(RevisionMixin, SharedContent):
    """A passage that several lessons hold: how to report an incident, where to get help."""

    title = models.CharField(
        _("title"), max_length=150, help_text=_("For editors. Learners do not see it.")
    )
    body = SanitisedStreamField(passage_blocks(), verbose_name=_("passage"))
    # What loading a course from files last wrote here, to see whether somebody has changed it.
    loaded_digest = models.CharField(max_length=64, blank=True, editable=False)

    search_fields = [
        index.SearchField("title"),
        index.AutocompleteField("title"),
        *SharedContent.filtered_by,
    ]

    class Meta(SharedContent.Meta):
        verbose_name = _("shared content")
        verbose_name_plural = _("shared content")
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title

    @property
    def content(self) -> list[Any]:
        return list(self.body.raw_data)


class GlossaryTerm(SharedContent):
    """A word and what it means here."""

    term = models.CharField(_("word"), max_length=80)
    also = models.TextField(
        _("other forms"),
        blank=True,
        help_text=_("Plurals and abbreviations, one on each line. They lead to the same meaning."),
    )
    meaning = models.TextField(
        _("meaning"), max_length=600, help_text=_("One or two plain sentences.")
    )

    search_fields = [
        index.SearchField("term"),
        index.AutocompleteField("term"),
        *SharedContent.filtered_by,
    ]

    class Meta(SharedContent.Meta):
        verbose_name = _("word of the glossary")
        verbose_name_plural = _("words of the glossary")
        ordering = ["term"]
        constraints = [
            models.UniqueConstraint(
                Lower("term"),
                "locale",
                "collection",
                name="glossary_term_once",
                violation_error_message=_("This word is in the glossary of this folder already."),
            )
        ]

    def __str__(self) -> str:
        return self.term

    def clean(self) -> None:
        super().clean()
        if not any(letter.isalnum() for letter in self.term):
            raise ValidationError({"term": _("Write a word.")})

    @property
    def forms(self) -> list[str]:
        """The word and its other forms, as they may stand in a text."""
        return [form.strip() for form in (self.term, *self.also.splitlines()) if form.strip()]

    @property
    def content(self) -> list[Any]:
        return [*self.forms, self.meaning]
