"""The page of an L&D lead: how their people learn, and the panels of the rooms."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from learning.insights.offered import panels_for
from learning.insights.selectors import learning_in
from learning.people.leading import parts_led_by
from learning.people.requests import SignedInRequest
from learning.people.small_numbers import ROUNDED_TO, SMALLEST_GROUP

PER_PAGE = 25


@login_required
@require_safe
def insights(request: SignedInRequest) -> HttpResponse:
    """Show an L&D lead their part; for everybody else the page is not there."""
    lead = request.user
    parts = parts_led_by(lead)
    if not parts:
        raise Http404
    today = localdate()
    language = translation.get_language() or settings.LANGUAGE_CODE
    taken = learning_in(lead, parts, on=today, language=language)
    page = Paginator(taken, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "parts": parts,
        "page": page,
        "address": lambda number: f"?page={number}",
        "panels": panels_for(lead, parts, on=today) if page.number == 1 else [],
        "least": SMALLEST_GROUP,
        "rounded": ROUNDED_TO,
    }
    return render(request, "insights/insights.html", context)
