"""Bringing an archive's shared content into the department's folder, unless it is there already.

A passage that says the same is used as it is; one that says something else here is left alone, and
the archive's becomes one beside it. A word that the department has explained keeps its meaning.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from wagtail.models import Collection, Locale

from cms.snippets.access import folders_to_write_in, usable
from cms.snippets.models import GlossaryTerm, SharedPassage
from courses.content.exchange.content import Course, Passage, Word
from courses.content.exchange.refusals import ArchiveRefused, Refusal
from courses.content.refused_blocks import sentences_in
from learning.people.models import User


class SnippetKeeper:
    """A keeper that brings shared content in on demand; ``explained_here`` are words kept."""

    def __init__(
        self,
        course: Course,
        locale: Locale,
        collection: Collection,
        user: User,
        local: Callable[[Any, Any], Any],
    ) -> None:
        """Keep what is needed; ``local`` returns a field's value here, by block and sent value."""
        self._course, self._locale, self._local = course, locale, local
        self._collection, self._user = collection, user
        self._kept: dict[str, int] = {}
        self.explained_here: list[str] = []

    def passage(self, name: str) -> int:
        """Return the key of the passage here."""
        if name not in self._kept:
            self._kept[name] = self._passage(self._course.passages[name]).pk
        return self._kept[name]

    def word(self, name: str) -> int:
        """Return the key of the word here."""
        if name not in self._kept:
            self._kept[name] = self._word(self._course.words[name]).pk
        return self._kept[name]

    def _passage(self, sent: Passage) -> SharedPassage:
        raw = self._local(SharedPassage().body.stream_block, sent.body)
        here = usable(self._user, SharedPassage).filter(locale=self._locale)
        for found in here.filter(translation_key=sent.id):
            if found.title == sent.title and found.content == raw:
                return found
        made = SharedPassage(title=sent.title, body=json.dumps(raw))
        try:
            made.body.stream_block.clean_deferred(made.body)
        except ValidationError as refused:
            raise ArchiveRefused(
                Refusal.WORDS_REFUSED, sent.title, " ".join(sentences_in(refused))
            ) from refused
        return self._added(made, sent.id, sent.title)

    def _word(self, sent: Word) -> GlossaryTerm:
        words = {"term": sent.term, "also": sent.also, "meaning": sent.meaning}
        here = usable(self._user, GlossaryTerm).filter(locale=self._locale)
        found = here.filter(translation_key=sent.id, **words).first()
        if found:
            return found
        found = GlossaryTerm.objects.filter(
            term__iexact=sent.term, locale=self._locale, collection=self._collection
        ).first()
        if found:
            if (found.also, found.meaning) != (sent.also, sent.meaning):
                self.explained_here.append(found.term)
            return found
        return self._added(GlossaryTerm(**words), sent.id, sent.term)

    def _added(self, made: Any, key: UUID, title: str) -> Any:
        if not folders_to_write_in(self._user).filter(pk=self._collection.pk).exists():
            raise ArchiveRefused(Refusal.NOT_YOUR_LIBRARY)
        taken = type(made).objects.filter(translation_key=key).exists()
        made.translation_key = uuid4() if taken else key
        made.locale, made.collection = self._locale, self._collection
        try:
            made.full_clean(exclude=["body"] if isinstance(made, SharedPassage) else None)
        except ValidationError as refused:
            raise ArchiveRefused(
                Refusal.WORDS_REFUSED, title, " ".join(sentences_in(refused))
            ) from refused
        made.save()
        return made
