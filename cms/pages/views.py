"""The pages about the service, which everybody may open."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_safe

from cms.pages.facts import facts_about
from cms.pages.information import Information
from cms.pages.selectors import information


@require_safe
def about_the_service(request: HttpRequest, kind: str) -> HttpResponse:
    """Show a page about the service in the language of the reader."""
    told = information(Information(kind), translation.get_language() or settings.LANGUAGE_CODE)
    context = {"told": told, "facts": facts_about(Information(kind))}
    return render(request, "pages/information.html", context)
