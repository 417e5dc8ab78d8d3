"""Reading and searching the catalogue, as far as the person who asks may see it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import partial
from typing import Any

from django.contrib.postgres.aggregates import BitOr
from django.db.models import Exists, Field, Func, IntegerField, Max, Q, QuerySet, Sum
from django.db.models.functions import Cast

from learning.catalogue import asking, matching
from learning.catalogue.facets import Candidate, Narrowed, narrow
from learning.catalogue.kinds import activity_kinds
from learning.catalogue.models import (
    Activity,
    FormerAddress,
    SearchWithoutResults,
    SearchWords,
    Topic,
)
from learning.catalogue.shipped import vocabulary_with
from learning.catalogue.spelling import corrected
from learning.catalogue.vocabulary import Vocabulary
from learning.people.models import User
from learning.people.small_numbers import SMALLEST_GROUP

# With fewer than these, none of which has the words on its outside, another spelling is thought of.
FEW = 3


class RawBits(Field[Any, Any]):
    """PostgreSQL's ``bit(n)``, which can count the bits that are set; for casts only."""

    def __init__(self, size: int) -> None:
        super().__init__()
        self.size = size

    def db_type(self, connection: Any) -> str:
        return f"bit({self.size})"


class Matched(Enum):
    """Degrees of a match, from all of the words asked for to none of them."""

    ALL = "it has all of the words"
    FIXED = "it has all of the words, one of them spelt in another way"
    SOME = "it has some of the words"
    NONE = "nothing has any of the words"


@dataclass(frozen=True)
class Found:
    """The result of a search, before (``matches``) and after narrowing, and how well it answers.

    ``fixed`` are the words that were looked for instead of those that were typed;
    ``suggested`` are words that would find more.
    """

    narrowed: Narrowed
    matches: int
    matched: Matched = Matched.ALL
    fixed: str = ""
    suggested: str = ""

    @property
    def loosely(self) -> bool:
        """True where only some of the words were found."""
        return self.matched is Matched.SOME


def visible_activities(viewer: User) -> QuerySet[Activity]:
    """Return what is offered to ``viewer``: to everyone, or to an organisation they are within.

    What is of a kind that nobody here answers for cannot be opened, and so is not offered.
    """
    own = viewer.organisation.lineage if viewer.organisation else []
    return Activity.objects.filter(
        Q(scope__isnull=True) | Q(scope_id__in=own), offered=True, kind__in=activity_kinds()
    )


def in_other_languages(viewer: User, activity: Activity) -> list[Activity]:
    """Return the same work in the other languages that ``viewer`` may have it in."""
    found = visible_activities(viewer).filter(work=activity.work).exclude(pk=activity.pk)
    return list(found.defer("body", "search").order_by("language"))


def activity_formerly_at(*, kind: str, slug: str) -> Activity | None:
    """Return the entry that had the address ``slug`` before, where none has it now.

    Whether a viewer may open it is for the caller to ask, as of its present address.
    """
    former = (
        FormerAddress.objects.filter(kind=kind, slug=slug)
        .exclude(Exists(Activity.objects.filter(kind=kind, slug=slug)))
        .select_related("activity")
        .first()
    )
    return former.activity if former else None


def vocabulary() -> Vocabulary:
    """Return the words that mean the same, ours and those of L&D. One query."""
    return vocabulary_with(words.entry for words in SearchWords.objects.order_by("changed_at"))


def search(
    viewer: User, *, words: str, chosen: Mapping[str, Sequence[str]], language: str = ""
) -> Found:
    """Find what ``viewer`` may learn, best match first, narrowed by the facets ``chosen``.

    All words, or what means the same, are looked for in titles, outcomes and bodies. Where that
    finds nothing, the same with words spelt as the catalogue spells them; else any of them. What
    a department keeps for itself fixes nobody else's spelling. What there is in ``language`` is
    shown in it. Six queries at most.
    """
    finish = partial(_found, chosen=chosen, preferred=language)
    offered = visible_activities(viewer)
    if not words.replace("\0", " ").strip():
        return finish(matching.everything(offered))
    asked = asking.read(words)
    if asked.operators:
        exact = matching.with_operators(offered, asked.operators)
        if exact or not asked.words:
            return finish(exact, matched=Matched.ALL if exact else Matched.NONE)
    if not asked.words:
        return finish([], matched=Matched.NONE)
    meanings = vocabulary()
    terms = meanings.terms(asked.words)
    candidates = matching.with_terms(offered, terms, unwanted=asked.unwanted)
    matched = Matched.SOME if asked.operators else Matched.ALL
    if len(candidates) >= FEW or any(candidate.outside for candidate in candidates):
        return finish(candidates, matched=matched)
    spelt = corrected(asked.words, _known(offered, meanings))
    other = spelt != list(asked.words)
    if other:
        terms = meanings.terms(spelt)
        fixed = matching.with_terms(offered, terms, unwanted=asked.unwanted)
        text = " ".join(spelt)
        if fixed and not candidates:
            return finish(fixed, matched=Matched.FIXED, fixed=text)
        # What was typed is a word that somebody wrote: another must be much commoner.
        if len(fixed) >= FEW * len(candidates) > 0:
            return finish(candidates, matched=matched, suggested=text)
    if candidates:
        return finish(candidates, matched=matched)
    if other or sum(term.required for term in terms) > 1:
        candidates = matching.with_terms(offered, terms, unwanted=asked.unwanted, loosely=True)
    return finish(candidates, matched=Matched.SOME if candidates else Matched.NONE)


def activities_by_id(ids: Sequence[int]) -> list[Activity]:
    """Return the entries with these ids, in this order, with topic and scope."""
    found = Activity.objects.filter(pk__in=ids).select_related("topic", "scope").in_bulk()
    return [found[key] for key in ids if key in found]


def searches_without_results() -> QuerySet[Any, Any]:
    """Return what was searched for without a result, the commonest first.

    Words that fewer than five people can be shown to have searched for are left out, whatever
    they are: they may be somebody's own.
    """
    people = Func(
        Cast("seen", RawBits(SearchWithoutResults.PLACES)),
        function="bit_count",
        output_field=IntegerField(),
    )
    return (
        SearchWithoutResults.objects.order_by()
        .values("words")
        .annotate(
            searches=Sum("times"),
            some=Sum("loosely"),
            last=Max("day"),
            seen=BitOr("places"),
        )
        .annotate(people=people)
        .filter(people__gte=SMALLEST_GROUP)
        .order_by("-searches", "words")
    )


def topics() -> list[Topic]:
    """Return every topic, in the order editors gave."""
    return list(Topic.objects.all())


def _known(activities: QuerySet[Activity], meanings: Vocabulary) -> dict[str, int]:
    return {**dict.fromkeys(meanings.words, 1), **matching.known_words(activities)}


def _found(
    candidates: Sequence[Candidate],
    *,
    chosen: Mapping[str, Sequence[str]],
    preferred: str,
    matched: Matched = Matched.ALL,
    fixed: str = "",
    suggested: str = "",
) -> Found:
    return Found(
        narrow(candidates, chosen, preferred=preferred), len(candidates), matched, fixed, suggested
    )
