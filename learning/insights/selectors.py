"""Numbers on how an organisation's people take what there is to learn, from their records."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from learning.catalogue.models import Activity
from learning.people.models import Organisation, User
from learning.people.small_numbers import shown, shown_of_both
from learning.people.visibility import Kind, people_counted_for, people_visible_to
from learning.records.models import Record


@dataclass(frozen=True)
class Taken:
    """One thing to learn, and how many people of the lead's part started and completed it.

    ``activity`` is the entry to show of a work that may be there in several languages; ``opens``
    tells whether the lead may open it. The numbers are as they may be shown: None for not at all.
    """

    activity: Activity
    opens: bool
    started: int | None
    completed: int | None


@dataclass(frozen=True)
class Arrivals:
    """Numbers of people in a part: in all, not here yet, and invited among the latter."""

    people: int
    not_yet: int
    invited: int


def within(parts: Iterable[Organisation], path: str = "path") -> Q:
    """Return the condition that an organisation's ``path`` lies in one of ``parts``."""
    return reduce(or_, (Q(**{f"{path}__startswith": part.path}) for part in parts), Q(pk__in=[]))


def learning_in(
    lead: User, parts: Sequence[Organisation], *, on: date, language: str
) -> list[Taken]:
    """Return all that is offered in ``parts``, the most started first; two queries.

    A number is part of others that are shown elsewhere: how many people started and completed a
    course in all, which its authors read. So it is left out, too, where a difference would tell.
    """
    people = people_counted_for(lead, Kind.ACHIEVEMENT, on).filter(
        within(parts, "organisation__path")
    )
    done = Q(completed_at__isnull=False)
    mine = Q(actor__person__in=people)
    counted = {
        row["activity__activity__work"]: row
        for row in Record.objects.filter(activity__activity__isnull=False)
        .order_by()
        .values("activity__activity__work")
        .annotate(
            whole=Count("actor", distinct=True),
            whole_done=Count("actor", distinct=True, filter=done),
            started=Count("actor", distinct=True, filter=mine),
            completed=Count("actor", distinct=True, filter=mine & done),
        )
    }
    nothing = {"whole": 0, "whole_done": 0, "started": 0, "completed": 0}
    found = []
    for activity in _entries(parts, language):
        row = counted.get(activity.work, nothing)
        found.append(
            Taken(
                activity=activity,
                opens=_opens(lead, activity),
                started=shown(row["started"], of=row["whole"]),
                completed=shown_of_both(
                    row["completed"],
                    one=row["started"],
                    other=row["whole_done"],
                    whole=row["whole"],
                ),
            )
        )
    # By what is shown: the exact numbers would show in the order.
    return sorted(found, key=lambda one: (-(one.started or 0), one.activity.title))


def arrivals_in(lead: User, parts: Sequence[Organisation], *, on: date) -> Arrivals:
    """Return how many people of ``parts`` have been here; one query.

    Not suppressed: an L&D lead sees the names and addresses of these people, and invites them.
    """
    people: QuerySet[User] = people_visible_to(lead, Kind.CONTACT, on).filter(
        within(parts, "organisation__path"),
        pk__in=User.objects.able_to_sign_in(on).values("pk"),
    )
    new = Q(last_login__isnull=True)
    counts = people.aggregate(
        people=Count("pk"),
        not_yet=Count("pk", filter=new),
        invited=Count("pk", filter=new & Q(invited_at__isnull=False)),
    )
    return Arrivals(**counts)


def _entries(parts: Sequence[Organisation], language: str) -> list[Activity]:
    """Return one entry for each work that is offered in ``parts``, in ``language`` if there is."""
    above = {key for part in parts for key in part.lineage}
    offered = Activity.objects.filter(
        Q(scope__isnull=True) | Q(scope__in=above) | within(parts, "scope__path"), offered=True
    ).defer("body", "search", "headline", "words")
    found: dict[UUID, Activity] = {}
    for activity in offered.order_by("pk"):
        known = found.get(activity.work)
        if known is None or (activity.language == language and known.language != language):
            found[activity.work] = activity
    return list(found.values())


def _opens(lead: User, activity: Activity) -> bool:
    own = lead.organisation.lineage if lead.organisation else []
    return activity.scope_id is None or activity.scope_id in own
