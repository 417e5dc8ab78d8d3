"""Panels of courses for the start page: one thing to do next, what is open, what to try."""

from __future__ import annotations

from datetime import datetime

from courses.progress.selectors import courses_of
from courses.progress.suggestions import suggestions_for
from learning.home.panels import Panel, Reads
from learning.people.models import User


def next_step(*, person: User, now: datetime, reads: Reads) -> Panel:
    """Offer the one thing to go on with, or the best thing to begin with."""
    open_courses = [course for course in reads(courses_of) if not course.completed_at]
    course = open_courses[0] if open_courses else None
    suggestion = None if course else next(iter(reads(suggestions_for)), None)
    return Panel(
        "progress/panel_next.html", {"course": course, "suggestion": suggestion}, lead=True
    )


def in_progress(*, person: User, now: datetime, reads: Reads) -> Panel | None:
    """List the other courses that are open, and the last ones completed."""
    mine = reads(courses_of)
    others = [course for course in mine if not course.completed_at][1:]
    completed = sorted(
        (course for course in mine if course.completed_at),
        key=lambda course: course.completed_at or now,
        reverse=True,
    )
    if not others and not completed:
        return None
    return Panel("progress/panel_courses.html", {"others": others, "completed": completed[:3]})


def suggestions(*, person: User, now: datetime, reads: Reads) -> Panel | None:
    """Suggest courses the person has not started, each with the reason."""
    offered = reads(suggestions_for)
    if not any(not course.completed_at for course in reads(courses_of)):
        offered = offered[1:]  # the first is what the page leads with
    return Panel("progress/panel_suggestions.html", {"suggestions": offered}) if offered else None
