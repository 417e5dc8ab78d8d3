"""Forms that come too late: their senders sign in and go on, and find what they typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from learning.people.models import User
from learning.returning.coming_back import back_after_signing_in
from learning.returning.services import forget_form
from learning.returning.unsaved import PARAMETER, unsaved_in
from learning.ui.form_places import place_of_form


class UnsavedMiddleware:
    """Middleware that leads people back to a form that was not saved, and forgets it once it is.

    Stands after the middleware that knows who is signed in.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and forget what was kept of a form when it has been sent again."""
        response = self.get_response(request)
        # Only from a page that showed it, as the browser says: no other form costs a query.
        if (
            request.method == "POST"
            and f"{PARAMETER}=" in request.headers.get("Referer", "")
            and response.status_code < 400
            and isinstance(request.user, User)
            and not getattr(request, "came_back", False)
            and place_of_form(request.resolver_match) is not None
        ):
            forget_form(person=request.user, address=request.path)
        return response

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Take a form that comes too late, and the note in the address of its page."""
        if request.method == "POST" and not request.user.is_authenticated:
            return back_after_signing_in(request)
        if PARAMETER in request.GET and isinstance(request.user, User):
            unsaved = unsaved_in(request, viewer=request.user, now=timezone.now())
            request.unsaved = unsaved  # type: ignore[attr-defined]
            # Our own pages show it themselves; Wagtail's show what is said by a message.
            if unsaved and unsaved.notice and request.path.startswith(_editor()):
                messages.warning(request, unsaved.notice)
        return None


def _editor() -> str:
    return reverse("wagtailadmin_home")
