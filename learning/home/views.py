"""The start page: what awaits a person, or what the service is."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from learning.home.panels import panels_for
from learning.people.models import User
from learning.seams.named import seam


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show a person what awaits them; show everybody else what this is and where to sign in."""
    person = request.user
    if not isinstance(person, User):
        offers = [words for offered in seam("WELCOME_WORDS") if (words := offered())]
        return render(request, "home/welcome.html", {"offers": offers})
    panels = panels_for(person, now=timezone.now())
    return render(request, "home/home.html", {"panels": panels, "person": person})
