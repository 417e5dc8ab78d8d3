"""Queries for additions: those that a person gets, and those that others made to a course."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery
from wagtail.permissions import page_permission_policy

from courses.additions.models import AdditionPage
from courses.content.models import AdditionVersion, CoursePage, CourseVersion, Step
from courses.content.selectors import courses_edited_by
from learning.people.models import Organisation, User


def additions_for(viewer: User, *, work: UUID, language: str) -> list[AdditionVersion]:
    """Return the additions to ``work`` of the viewer's department and those above, highest first.

    Each in ``language``, the course's own, where there is such a one. One query, and another for
    their steps where there are any.
    """
    above = viewer.organisation.lineage if viewer.organisation else []
    found = (
        AdditionVersion.objects.filter(current=True, work=work, organisation__in=above)
        .select_related("organisation")
        .prefetch_related(Prefetch("steps", Step.objects.select_related("term")))
        .defer("raw")
    )
    best: dict[int, AdditionVersion] = {}
    for version in sorted(found, key=lambda one: (one.language != language, one.language)):
        best.setdefault(version.organisation_id, version)
    return sorted(best.values(), key=lambda one: above.index(one.organisation_id))


def others_like(
    page: AdditionPage, *, course: CoursePage, organisation: Organisation
) -> QuerySet[AdditionVersion]:
    """Return the department's other additions to ``course`` in the language of ``page``."""
    return AdditionVersion.objects.filter(
        organisation=organisation,
        work=course.translation_key,
        language=page.language,
        current=True,
    ).exclude(page=page)


def additions_known_to(user: User) -> QuerySet[AdditionVersion]:
    """Return the additions to courses that ``user`` works on, and those they work on themselves.

    Each with ``course_number``, the number of the version that the course has now, and
    ``steps_added``.
    """
    theirs = page_permission_policy.instances_user_has_any_permission_for(
        user, {"add", "change", "publish"}
    )
    works = courses_edited_by(user).values("translation_key")
    number = CourseVersion.objects.filter(page=OuterRef("page__additionpage__course"), current=True)
    return (
        AdditionVersion.objects.filter(current=True)
        .filter(Q(work__in=works) | Q(page__in=theirs.values("pk")))
        .select_related("organisation", "page__additionpage__course", "published_by")
        .annotate(course_number=Subquery(number.values("number")[:1]))
        .annotate(steps_added=Count("steps"))
        .defer("raw")
        .order_by("page__additionpage__course__title", "organisation__name", "pk")
    )
