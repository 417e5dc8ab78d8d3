"""Registering and withdrawing what can be learnt; counting searches with no results."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils.crypto import salted_hmac

from learning.catalogue.indexing import index_values
from learning.catalogue.kinds import ActivityKind
from learning.catalogue.models import Activity, FormerAddress, Outcome, SearchWithoutResults, Topic
from learning.catalogue.shipped import vocabulary_with
from learning.catalogue.words_kept import words_to_keep
from learning.lrs.models import Term
from learning.people.models import Organisation, User

# Rows a day: more are not the words of people, and L&D would not read them.
MOST_SEARCHES_WITHOUT_RESULTS = 5_000
_COUNT_ONE = """
INSERT INTO catalogue_searchwithoutresults AS known (day, words, times, loosely, places)
SELECT %(day)s, %(words)s, 1, %(loosely)s, %(place)s
WHERE (SELECT count(*) FROM catalogue_searchwithoutresults WHERE day = %(day)s) < %(most)s
ON CONFLICT (day, words) DO UPDATE SET
    times = known.times + 1,
    loosely = known.loosely + excluded.loosely,
    places = known.places | excluded.places
"""


@transaction.atomic
def register(
    *,
    term: Term,
    work: UUID,
    kind: ActivityKind,
    slug: str,
    title: str,
    summary: str,
    topic: Topic,
    level: str,
    minutes: int,
    language: str,
    scope: Organisation | None,
    outcomes: Sequence[str],
    body: str,
) -> Activity:
    """Put a thing to learn into the catalogue, or bring its entry up to date, and offer it.

    Where the entry moves to another address, the one it had goes on leading to it, until
    something else is registered there.
    """
    values: dict[str, Any] = {
        "work": work,
        "kind": kind.name,
        "slug": slug,
        "title": title,
        "summary": summary,
        "topic": topic,
        "level": level,
        "minutes": minutes,
        "language": language,
        "scope": scope,
        "body": body,
        "offered": True,
    }
    before = Activity.objects.select_for_update().filter(term=term).first()
    activity, _created = Activity.objects.update_or_create(term=term, defaults=values)
    activity.term = term  # so that nobody has to look it up again
    # After the entry has its address: anyone who left it in the same moment has committed by now.
    FormerAddress.objects.filter(kind=kind.name, slug=slug).delete()
    if before and (before.kind, before.slug) != (kind.name, slug):
        FormerAddress.objects.update_or_create(
            kind=before.kind, slug=before.slug, defaults={"activity": activity}
        )
    activity.outcomes.all().delete()
    Outcome.objects.bulk_create(
        Outcome(activity=activity, position=position, text=text)
        for position, text in enumerate(outcomes)
    )
    Activity.objects.filter(pk=activity.pk).update(
        **index_values(
            title=title, summary=summary, outcomes=outcomes, body=body, language=language
        )
    )
    return activity


def withdraw(*, iri: str) -> None:
    """Stop offering the thing with the IRI ``iri`` to new learners; records stay."""
    Activity.objects.filter(term__iri=iri).update(offered=False)


def count_search_without_results(
    *, viewer: User, typed: str, loosely: bool, on: datetime.date
) -> None:
    """Count that words were searched for without a result on a day, without saying by whom.

    ``loosely`` says that something with some of the words was found. Addresses, numbers and
    sentences are not kept (``words_kept``). One query, or none.
    """
    words = words_to_keep(typed, vocabulary_with(()).words)
    if not words:
        return
    # Another place for each of a person's searches, so that no two of them can be put together.
    digest = salted_hmac(
        "catalogue.without_results", f"{viewer.public_id} {words}", algorithm="sha256"
    )
    place = 1 << int(digest.hexdigest(), 16) % SearchWithoutResults.PLACES
    with connection.cursor() as cursor:
        cursor.execute(
            _COUNT_ONE,
            {
                "day": on,
                "words": words,
                "loosely": int(loosely),
                "place": place,
                "most": MOST_SEARCHES_WITHOUT_RESULTS,
            },
        )
