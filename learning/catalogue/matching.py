"""Asking PostgreSQL's full-text search, each language in its own way."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import (
    BooleanField,
    Case,
    Count,
    ExpressionWrapper,
    F,
    Func,
    Q,
    QuerySet,
    TextField,
    Value,
    When,
)  # fmt: skip
from django.db.models.expressions import CombinedExpression

from learning.catalogue.asking import question
from learning.catalogue.facets import Candidate, length_of
from learning.catalogue.languages import base, reading
from learning.catalogue.models import Activity
from learning.catalogue.vocabulary import Term
from learning.ui.languages import known_languages

MOST_CANDIDATES = 5_000
MOST_KNOWN_WORDS = 30_000
# How much more it counts that the words as typed stand on the outside than that they, or others
# that mean the same, stand anywhere.
OUTSIDE = 3
# What is in a language that the service does not know any more is read in the plain way.
NO_LANGUAGE = ""


def everything(activities: QuerySet[Activity]) -> list[Candidate]:
    """Return all of ``activities`` by title."""
    return _candidates(activities.order_by("title", "pk"))


def with_operators(activities: QuerySet[Activity], text: str) -> list[Candidate]:
    """Return what matches ``text``, in which quotes, OR and minus have their meaning."""

    def asked(language: str) -> tuple[SearchQuery, SearchQuery, SearchQuery]:
        query = SearchQuery(text, config=reading(language).configuration, search_type="websearch")
        return query, query, query

    return _matching(activities, asked)


def with_terms(
    activities: QuerySet[Activity],
    terms: Sequence[Term],
    *,
    unwanted: Sequence[str] = (),
    loosely: bool = False,
) -> list[Candidate]:
    """Return what has all ``terms`` that are required, or with ``loosely`` any, best first."""

    def asked(language: str) -> tuple[SearchQuery, SearchQuery, SearchQuery]:
        text = question(terms, unwanted=unwanted, language=language, loosely=loosely)
        match, literal, related = (
            SearchQuery(part, config=reading(language).configuration, search_type="raw")
            for part in (text.match, text.literal, text.related)
        )
        return match, literal, related

    return _matching(activities, asked)


def known_words(activities: QuerySet[Activity]) -> dict[str, int]:
    """Return the words in titles, summaries and outcomes, and how many ``activities`` have each."""
    word = Func(F("words"), function="unnest", output_field=TextField(), set_returning=True)
    rows = activities.order_by().annotate(word=word).values_list("word").annotate(times=Count("pk"))
    return dict(rows[:MOST_KNOWN_WORDS])


def _matching(
    activities: QuerySet[Activity],
    asked: Callable[[str], tuple[SearchQuery, SearchQuery, SearchQuery]],
) -> list[Candidate]:
    matches, on_the_outside, others = Q(), Q(), Q()
    ranks = []
    for language in dict.fromkeys(map(base, known_languages())):
        of_it = Q(language=language) | Q(language__startswith=f"{language}-")
        match, literal, related = asked(language)
        matches |= of_it & Q(search=match)
        on_the_outside |= of_it & Q(headline=match)
        ranks.append(When(of_it, then=_rank(literal, related)))
        others &= ~of_it
    match, literal, related = asked(NO_LANGUAGE)
    found = activities.filter(matches | (others & Q(search=match))).annotate(
        rank=Case(*ranks, default=_rank(literal, related)),
        outside=ExpressionWrapper(
            on_the_outside | (others & Q(headline=match)), output_field=BooleanField()
        ),
    )
    return _candidates(found.order_by("-rank", "title", "pk"))


def _rank(literal: SearchQuery, related: SearchQuery) -> CombinedExpression:
    outside = SearchRank(F("headline"), literal) * OUTSIDE + SearchRank(F("headline"), related)
    return outside + SearchRank(F("search"), related)


def _candidates(activities: QuerySet[Any]) -> list[Candidate]:
    if "outside" not in activities.query.annotations:
        activities = activities.annotate(outside=Value(True))
    rows = activities.values_list(
        "pk", "topic__slug", "level", "minutes", "language", "outside", "work"
    )
    return [
        Candidate(
            pk,
            {"topic": topic, "level": level, "length": length_of(minutes), "language": language},
            bool(outside),
            str(work),
        )
        for pk, topic, level, minutes, language, outside, work in rows[:MOST_CANDIDATES]
    ]
