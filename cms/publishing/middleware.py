"""Who gets into the editor, and what an editor sees when the gate stays shut."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from cms.publishing.gate import PublishRefused
from learning.config.csp import WAGTAIL_ADMIN_PREFIX


class EditorsOnlyMiddleware:
    """Say plainly to a person who is signed in and no editor that the editor is not for them.

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
    """Turn a refusal into messages on the editor, on every way to publish."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, PublishRefused):
            return None
        for fault in exception.faults:
            messages.error(request, fault.message)
        return HttpResponseRedirect(reverse("wagtailadmin_pages:edit", args=[exception.page.pk]))
