"""The courses that every editor knows of, whichever department has written them."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.db.models.functions import Length, Substr
from wagtail.models import Page

from courses.content.models import CoursePage, LessonPage
from learning.people.models import User


def published_for(*, user: User) -> QuerySet[Page]:
    """Return the published courses that are offered to ``user``, with their lessons."""
    own = user.organisation.lineage if user.organisation else []
    courses = CoursePage.objects.filter(
        Q(scope__isnull=True) | Q(scope__in=own), live=True, alias_of__isnull=True
    )
    parent = Substr("path", 1, Length("path") - Page.steplen)
    lessons = LessonPage.objects.live().annotate(above=parent)
    return Page.objects.filter(
        Q(pk__in=courses.values("pk"))
        | Q(pk__in=lessons.filter(above__in=courses.values("path")).values("pk"))
    )
