"""The page that says who can see what about the reader."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from learning.people import who_sees
from learning.people.small_numbers import ROUNDED_TO, SMALLEST_GROUP


@require_safe
def who_can_see(request: HttpRequest) -> HttpResponse:
    """Say who sees what of a person, as the one table has it; everybody may read it."""
    context = {
        "viewers": who_sees.viewers(),
        "everything": who_sees.sees_everything(),
        "leavers": who_sees.listed(who_sees.sees_leavers()),
        "least": SMALLEST_GROUP,
        "rounded": ROUNDED_TO,
    }
    return render(request, "people/who_can_see.html", context)
