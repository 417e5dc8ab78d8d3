"""Registering and withdrawing what can be learnt."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import transaction

from learning.catalogue.indexing import index_values
from learning.catalogue.models import Activity, FormerAddress, Outcome, Topic
from learning.lrs.models import Term
from learning.people.models import Organisation


@transaction.atomic
def register(
    *,
    term: Term,
    work: UUID,
    kind: str,
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
        "kind": kind,
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
    # After the entry has its address: whoever left it in the same moment has committed by now.
    FormerAddress.objects.filter(kind=kind, slug=slug).delete()
    if before and (before.kind, before.slug) != (kind, slug):
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
