"""An addition as it was published, for those who edit the course that it was added to."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from courses.additions.published import read_published
from courses.additions.selectors import additions_known_to
from learning.people.requests import SignedInRequest


@require_safe
def addition_as_published(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show what a department has added; Http404 for anyone who has nothing to do with it."""
    known = additions_known_to(request.user)
    return read_published(request, get_object_or_404(known, pk=pk))
