"""The length of lessons, in words that come from the lessons themselves."""

from __future__ import annotations

from django.db.models import Max, Min
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.content.models import Step


def how_long_lessons_are() -> str | None:
    """Return in words how long the lessons are that everybody is offered; None without any.

    One query.
    """
    lessons = Step.objects.filter(
        kind="lesson",
        course__current=True,
        course__activity__offered=True,
        course__activity__scope__isnull=True,
    )
    found = lessons.aggregate(least=Min("minutes"), most=Max("minutes"))
    if found["most"] is None:
        return None
    if found["least"] == found["most"]:
        words = ngettext(
            "take courses in lessons of %(most)s minute: stop at any time and carry on later",
            "take courses in lessons of %(most)s minutes: stop at any time and carry on later",
            found["most"],
        )
    else:
        words = _(
            "take courses in lessons of %(least)s to %(most)s minutes: stop at any time and carry "
            "on later"
        )
    return words % found
