"""Previews for authors before publishing: a learner's page, made from the draft.

Which pages there are to see is asked of ``PREVIEWS`` in the settings, functions of a page that
return previews: the rooms above know what learners get. Each is offered in every language of the
interface, that of the page first, and its frame (``Frame``) goes into the template's context.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page

from learning.seams.named import seam
from learning.ui.languages import also_in, name_of
from learning.ui.layout import language_tag, navigation, page_language
from learning.ui.policy import as_own_page, forbid_forms

SIZES = [
    {"name": "small", "icon": "mobile-alt", "device_width": 320,
     "label": gettext_lazy("Preview on a small phone")},
    {"name": "phone", "icon": "mobile-alt", "device_width": 375,
     "label": gettext_lazy("Preview on a phone")},
    {"name": "desktop", "icon": "desktop", "device_width": 1280,
     "label": gettext_lazy("Preview on a desktop")},
]  # fmt: skip


@dataclass(frozen=True)
class Preview:
    """One way to see a page: its ``label`` says as whom and when.

    ``audience`` completes what the bar above the page says, a sentence of its own. ``show`` gets
    the request and what the frame adds to the context of a template; nothing may be stored.
    """

    name: str
    label: str
    audience: str
    show: Callable[[HttpRequest, dict[str, Any]], HttpResponse]


class _AsALearner:
    """A request of somebody who is signed in and may do nothing special, for the main menu."""

    is_authenticated = True

    def __init__(self, request: HttpRequest) -> None:
        self.user, self.path = self, request.path

    def has_perm(self, permission: str) -> bool:
        return False


def modes_of(page: Page) -> list[tuple[str, str]]:
    """Return the previews of ``page`` as Wagtail lists them, ``(name, label)``."""
    previews = _previews(page)
    return [
        (
            _mode(preview.name, code),
            _("%(preview)s – in %(language)s")
            % {"preview": preview.label, "language": name_of(code)},
        )
        for code in _languages(page)
        for preview in previews
    ]


def show_preview(request: HttpRequest, page: Page, mode: str) -> HttpResponse:
    """Return the preview with the name ``mode``, or the first where there is none of that name.

    A question that was just removed takes its own previews away while one of them is open.
    """
    offered = {
        _mode(preview.name, code): (preview, code)
        for code in _languages(page)
        for preview in _previews(page)
    }
    preview, code = offered.get(mode) or next(iter(offered.values()))
    frame = _frame(request, page, preview, code)
    with translation.override(code):
        response = preview.show(request, frame)
    response.headers["Content-Language"] = code
    as_own_page(response)
    forbid_forms(response)
    return response


def address_of_preview(key: int | None, name: str, code: str) -> str:
    """Return the address of the preview ``name`` of the page ``key``, in the language ``code``."""
    if key is None:
        return "#"
    place = reverse("wagtailadmin_pages:view_draft", args=[key])
    return f"{place}?mode={_mode(name, code)}"


def _previews(page: Page) -> list[Preview]:
    return [preview for offers in seam("PREVIEWS") for preview in offers(page)]


def _mode(name: str, code: str) -> str:
    return f"{name}-{code}"


def _languages(page: Page) -> list[str]:
    """Return the languages of the interface, the page's own first."""
    own = page.locale.language_code.split("-")[0]
    codes = [code for code, _name in settings.LANGUAGES]
    return sorted(codes, key=lambda code: code.split("-")[0] != own)


def _frame(request: HttpRequest, page: Page, preview: Preview, code: str) -> dict[str, Any]:
    # Made in the author's language, as everything that is not the learner's page.
    return {
        "bar": {
            "language": page_language(),
            "title": _("Preview"),
            "words": _("%(preview)s – in %(language)s")
            % {"preview": preview.label, "language": name_of(code)},
            "audience": preview.audience,
            "harmless": _("Nothing you select here is sent or kept."),
            # The editor's panel has its own list of them, and goes back to what that says.
            "choices": None if getattr(request, "in_preview_panel", False) else modes_of(page),
            "choose": _("See it as somebody else, or in another language"),
            "chosen": _mode(preview.name, code),
            "translations": _translations(request, page),
        },
        "preview_language": code,
        # What the editor has to say, and where editors may go, is not on a learner's page.
        "get_messages": lambda request: [],
        "navigation": lambda request: navigation(_AsALearner(request)),  # type: ignore[arg-type]
    }


def _translations(request: HttpRequest, page: Page) -> list[dict[str, str]]:
    if page.pk is None:
        return []
    found = type(page).objects.filter(translation_key=page.translation_key, alias_of__isnull=True)
    return [
        {
            "lang": language_tag(other.locale.language_code),
            "text": f"{also_in(other.locale.language_code)}: {other.draft_title}",
            "href": reverse("wagtailadmin_pages:view_draft", args=[other.pk]),
        }
        for other in found.exclude(pk=page.pk).select_related("locale")
        if other.permissions_for_user(request.user).can_edit()
    ]
