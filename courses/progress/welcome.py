"""What an invited person begins with."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from courses.progress import services
from courses.progress.selectors import course_progress
from courses.progress.suggestions import suggestions_for
from learning.people.models import User


def first_lesson(*, person: User, request: HttpRequest) -> str | None:
    """Start the best first course for ``person`` and return the address of its first lesson."""
    suggestion = next(iter(suggestions_for(person, most=1)), None)
    if suggestion is None:
        return None
    slug = suggestion.activity.slug
    progress = course_progress(person, slug)
    services.start_course(person=person, progress=progress, now=timezone.now())
    return reverse("courses:lesson", args=[slug, progress.next_step.lesson.slug])
