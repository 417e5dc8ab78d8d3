"""The pages on which the forms of a course stand, and what they say if nothing was saved."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_noop

ANSWERS: dict[str, Any] = {
    "lost": gettext_noop("We did not save your answer."),
    "again": gettext_noop("Check your answer and send it again."),
    # An ordering check has a field for each of its lines.
    "keeps": ("answer", "place-*"),
    "place": lambda check, **_more: f"check-{check}",
}
COMPLETES: dict[str, Any] = {
    "lost": gettext_noop("We did not record that you completed this lesson."),
    "again": gettext_noop("Complete it again."),
    "place": lambda **_more: "complete",
}


def course_page(course: str, **_more: Any) -> str:
    """Return the address of a course."""
    return reverse("courses:course", args=[course])


def lesson_page(course: str, lesson: str, **_more: Any) -> str:
    """Return the address of a lesson."""
    return reverse("courses:lesson", args=[course, lesson])


def added_page(course: str, lesson: UUID, **_more: Any) -> str:
    """Return the address of a lesson that a department has added."""
    return reverse("courses:added", args=[course, lesson])


def leaving_page(course: str, **_more: Any) -> str:
    """Return the address where people remove a course from their learning."""
    return reverse("courses:leave", args=[course])


def feedback_page(course: str, **_more: Any) -> str:
    """Return the address where people say what they think of a course."""
    return reverse("courses:feedback", args=[course])
