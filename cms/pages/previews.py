"""The preview of a page about the service, in the page's own language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import translation

from cms.pages.facts import facts_about
from cms.pages.information import Information
from cms.pages.told import Told
from learning.ui.policy import as_own_page, forbid_forms

if TYPE_CHECKING:
    from cms.pages.models import InformationPage


def preview_information(request: HttpRequest, page: InformationPage) -> HttpResponse:
    """Return the page as readers will see it; no form on it can be sent."""
    language = page.locale.language_code
    told = Told(page.title, page.body, language)
    with translation.override(language):
        response = TemplateResponse(
            request,
            "pages/information.html",
            {"told": told, "facts": facts_about(Information(page.kind))},
            using="jinja2",
        ).render()
    response.headers["Content-Language"] = language
    as_own_page(response)
    forbid_forms(response)
    return response
