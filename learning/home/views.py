"""The start page: what awaits me, or what this is."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from learning.home.panels import panels_for


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show a person what awaits them; show everybody else what this is and where to sign in."""
    if not request.user.is_authenticated:
        return render(request, "home/welcome.html")
    panels = panels_for(request.user, now=timezone.now())  # type: ignore[arg-type]
    return render(request, "home/home.html", {"panels": panels, "person": request.user})
