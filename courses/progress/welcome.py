"""The first course for an invited person."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse

from courses.progress.suggestions import suggestions_for
from learning.people.models import User


def first_course(*, person: User, request: HttpRequest) -> str | None:
    """Return the address of the best first course for ``person``, which is theirs to start."""
    suggestion = next(iter(suggestions_for(person, most=1)), None)
    return reverse("courses:course", args=[suggestion.activity.slug]) if suggestion else None
