"""Middleware of the editor: who gets in, and what is shown when the gate stays shut."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin import messages

from cms.publishing.faults import Fault
from cms.publishing.gate import PublishRefused
from cms.publishing.views import address_of
from learning.config.csp import WAGTAIL_ADMIN_PREFIX

SHOWN_AT_ONCE = 5
# Wagtail's links are not made for the ground of its own error messages.
ON_RED = "w-text-current w-underline hover:w-text-text-label-menus-active"


class EditorsOnlyMiddleware:
    """Middleware that tells people who are signed in and no editors that this is not for them.

    Wagtail would send them to sign in, and signing in sends who is signed in back: for ever.
    Who is not signed in goes on to our sign-in as Wagtail's settings say.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if not request.path_info.startswith(WAGTAIL_ADMIN_PREFIX):
            return None
        user = request.user
        if user.is_authenticated and not user.has_perm("wagtailadmin.access_admin"):
            raise PermissionDenied
        return None


class PublishRefusedMiddleware:
    """Middleware that turns a refusal into messages on the editor, on every way to publish."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, PublishRefused):
            return None
        if _asks_for_json(request):
            return JsonResponse(_as_json(exception), status=409)
        messages.error(
            request,
            _in_words(exception.faults),
            buttons=[
                messages.button(
                    reverse("before_publishing", args=[exception.page.pk]),
                    _("Check before publishing"),
                )
            ],
        )
        return HttpResponseRedirect(reverse("wagtailadmin_pages:edit", args=[exception.page.pk]))


def _in_words(faults: Sequence[Fault]) -> SafeString:
    """Return the first faults, each as a link to its place, and how many more there are."""
    lines = [(ON_RED, address_of(fault), str(fault)) for fault in faults[:SHOWN_AT_ONCE]]
    more = len(faults) - len(lines)
    return format_html(
        "{}<ul>{}{}</ul>",
        _("This cannot be published yet."),
        format_html_join("", '<li><a class="{}" href="{}">{}</a></li>', lines),
        format_html(
            "<li>{}</li>",
            ngettext("and %(num)s more", "and %(num)s more", more) % {"num": more},
        )
        if more > 0
        else "",
    )


def _asks_for_json(request: HttpRequest) -> bool:
    """Tell whether a program asks, such as Wagtail's internal API, and not a person's browser."""
    match = request.resolver_match
    own = match is not None and "wagtailadmin_api" in match.namespaces
    return own or not request.accepts("text/html")


def _as_json(refusal: PublishRefused) -> dict[str, object]:
    return {
        "detail": _("This cannot be published yet."),
        "faults": [
            {
                "message": fault.message,
                "fix": fault.fix,
                "place": fault.place,
                "page": fault.page_id,
                "block": fault.block_id,
                "editor": address_of(fault),
            }
            for fault in refusal.faults
        ],
    }
