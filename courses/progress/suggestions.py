"""What to learn next: a few courses, each with its reason."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q

from learning.catalogue.models import Activity, ActivityKind
from learning.catalogue.selectors import visible_activities
from learning.people.models import User


@dataclass(frozen=True)
class Suggestion:
    """A course to try, and the reason in one word: "topic", "department", "popular" or "new"."""

    activity: Activity
    reason: str


def suggestions_for(viewer: User, *, most: int = 3) -> list[Suggestion]:
    """Suggest courses that ``viewer`` has not started, the best reason first, in three queries.

    First what their own department wrote for them, then topics they have learnt about, then
    what most people take; ties go to the newest.
    """
    started = Activity.objects.filter(registrations__actor=viewer.actor_id)
    mine = viewer.preferred_language
    topics = set(started.values_list("topic_id", flat=True))
    offered = (
        visible_activities(viewer)
        .filter(kind=ActivityKind.COURSE)
        .exclude(work__in=started.values("work"))
        .exclude(
            # What there is in the viewer's own language is not suggested in another.
            ~Q(language=mine),
            Exists(visible_activities(viewer).filter(work=OuterRef("work"), language=mine)),
        )
        .select_related("topic", "scope")
        .defer("body", "search")
        .annotate(people=Count("registrations__actor", distinct=True))
        .order_by("-people", "-registered_at")[:50]
    )
    ranked = []
    for activity in offered:
        if activity.scope_id:
            ranked.append((0, Suggestion(activity, "department")))
        elif activity.topic_id in topics:
            ranked.append((1, Suggestion(activity, "topic")))
        elif activity.people:
            ranked.append((2, Suggestion(activity, "popular")))
        else:
            ranked.append((3, Suggestion(activity, "new")))
    ranked.sort(key=lambda pair: pair[0])
    return [suggestion for _rank, suggestion in ranked[:most]]
