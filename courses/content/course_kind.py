"""Courses as a kind of thing to learn."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from learning.catalogue.kinds import ActivityKind

COURSE = ActivityKind(name="course", label=_("Course"), path="courses")


def course_kind() -> ActivityKind:
    """Return the kind of thing that a course is (``ACTIVITY_KINDS``)."""
    return COURSE
