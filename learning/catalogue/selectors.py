"""What a person may find in the catalogue, and finding it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import Exists, F, Q, QuerySet

from learning.catalogue.facets import Candidate, Narrowed, length_of, narrow
from learning.catalogue.languages import SEARCH_CONFIGURATIONS
from learning.catalogue.models import Activity, FormerAddress, Topic
from learning.people.models import User

MOST_CANDIDATES = 5_000
LONGEST_QUERY = 200


@dataclass(frozen=True)
class Found:
    """What a search found; ``loosely`` says that not every word was found."""

    narrowed: Narrowed
    loosely: bool


def visible_activities(viewer: User) -> QuerySet[Activity]:
    """Keep what is offered to ``viewer``: to everyone, or to an organisation they are within."""
    path = viewer.organisation.path if viewer.organisation else ""
    own = [int(part) for part in path.split("/") if part]
    return Activity.objects.filter(Q(scope__isnull=True) | Q(scope_id__in=own), offered=True)


def activity_formerly_at(*, kind: str, slug: str) -> Activity | None:
    """Return what had the address ``slug`` before, where nothing has it now.

    Whether a viewer may open it is for the caller to ask, as of its present address.
    """
    former = (
        FormerAddress.objects.filter(kind=kind, slug=slug)
        .exclude(Exists(Activity.objects.filter(kind=kind, slug=slug)))
        .select_related("activity")
        .first()
    )
    return former.activity if former else None


def search(viewer: User, *, words: str, chosen: Mapping[str, Sequence[str]]) -> Found:
    """Find what ``viewer`` may learn, best match first, narrowed by the facets ``chosen``.

    All words are looked for in titles, outcomes and bodies; where nothing has them all, any of
    them. Two queries at most.
    """
    everything = visible_activities(viewer)
    words = " ".join(words.replace("\0", " ").split())[:LONGEST_QUERY]
    if not words:
        return Found(narrow(_candidates(everything.order_by("title", "pk")), chosen), False)
    candidates = _candidates(_matching(everything, _query(words)))
    if candidates or len(words.split()) == 1:
        return Found(narrow(candidates, chosen), False)
    loose = _candidates(_matching(everything, _query(" or ".join(words.split()))))
    return Found(narrow(loose, chosen), bool(loose))


def activities_by_id(ids: Sequence[int]) -> list[Activity]:
    """Return the entries with these ids, in this order, with topic and outcomes."""
    found = (
        Activity.objects.filter(pk__in=ids)
        .select_related("topic", "scope")
        .prefetch_related("outcomes")
        .in_bulk()
    )
    return [found[key] for key in ids if key in found]


def topics() -> list[Topic]:
    """Return every topic, in the order editors gave."""
    return list(Topic.objects.all())


def _query(words: str) -> SearchQuery:
    configurations = sorted(set(SEARCH_CONFIGURATIONS.values()))
    return reduce(
        or_,
        (
            SearchQuery(words, config=configuration, search_type="websearch")
            for configuration in configurations
        ),
    )


def _matching(activities: QuerySet[Activity], query: SearchQuery) -> QuerySet[Activity]:
    return (
        activities.filter(search=query)
        .annotate(rank=SearchRank(F("search"), query))
        .order_by("-rank", "title", "pk")
    )


def _candidates(activities: QuerySet[Activity]) -> list[Candidate]:
    rows = activities.values_list("pk", "topic__slug", "level", "minutes", "language")
    return [
        Candidate(
            pk,
            {"topic": topic, "level": level, "length": length_of(minutes), "language": language},
        )
        for pk, topic, level, minutes, language in rows[:MOST_CANDIDATES]
    ]
