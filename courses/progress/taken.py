"""Exact numbers of people who started and completed courses; shown only by small_numbers."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count, Q

from courses.content.models import CoursePage
from courses.progress.changes import taken_to_the_end
from courses.progress.models import CourseRegistration


def taken_and_done(courses: Iterable[CoursePage]) -> dict[int, tuple[int, int]]:
    """Return the numbers of people who started and completed each course, by key; one query."""
    counted = (
        CourseRegistration.objects.filter(version__page__in=courses)
        .order_by()
        .values_list("version__page")
        .annotate(people=Count("pk"), done=Count("pk", filter=Q(taken_to_the_end())))
    )
    return {page: (people, done) for page, people, done in counted}
