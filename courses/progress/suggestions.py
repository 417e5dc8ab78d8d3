"""Suggestions of what to learn next: a few courses, each with its reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Case, Count, Exists, F, IntegerField, OuterRef, Q, When
from django.utils import timezone

from courses.content.course_kind import COURSE
from learning.catalogue.models import Activity
from learning.catalogue.selectors import visible_activities
from learning.people.models import User
from learning.people.small_numbers import ROUNDED_TO, SMALLEST_GROUP, shown

# For so long a course is called new.
NEW_FOR = timedelta(days=90)


@dataclass(frozen=True)
class Suggestion:
    """A course to try, and the reason in one word.

    "department", "topic", "popular" (``people``, as they may be shown, have started it), "new", or
    "open": there is nothing to say but that it is offered.
    """

    activity: Activity
    reason: str
    people: int = 0


def suggestions_for(
    viewer: User, *, most: int = 3, now: datetime | None = None
) -> list[Suggestion]:
    """Suggest courses that ``viewer`` has not started, the best reason first, in three queries.

    First what their own department wrote for them, then topics they have learnt about, then
    what most people take; ties go to the newest.
    """
    new_since = (now or timezone.now()) - NEW_FOR
    started = Activity.objects.filter(registrations__actor=viewer.actor_id)
    mine = viewer.preferred_language
    topics = set(started.values_list("topic_id", flat=True))
    offered = (
        visible_activities(viewer)
        .filter(kind=COURSE.name)
        .exclude(work__in=started.values("work"))
        .exclude(
            # What there is in the viewer's own language is not suggested in another.
            ~Q(language=mine),
            Exists(visible_activities(viewer).filter(work=OuterRef("work"), language=mine)),
        )
        .select_related("topic", "scope")
        .defer("body", "search")
        .annotate(people=Count("registrations__actor", distinct=True))
        # By what may be shown: the exact numbers would show in the order.
        .annotate(
            shown=Case(
                When(people__lt=SMALLEST_GROUP, then=0),
                default=(F("people") + ROUNDED_TO // 2) / ROUNDED_TO,
                output_field=IntegerField(),
            )
        )
        .order_by("-shown", "-registered_at")[:50]
    )
    ranked = []
    for activity in offered:
        if activity.scope_id:
            ranked.append((0, Suggestion(activity, "department")))
        elif activity.topic_id in topics:
            ranked.append((1, Suggestion(activity, "topic")))
        elif people := shown(activity.people):
            ranked.append((2, Suggestion(activity, "popular", people)))
        else:
            is_new = activity.registered_at >= new_since
            ranked.append((3, Suggestion(activity, "new" if is_new else "open")))
    ranked.sort(key=lambda pair: pair[0])
    return [suggestion for _rank, suggestion in ranked[:most]]
