"""The email address that somebody typed before signing in, while they change the language.

Who is not signed in has nothing of their own to keep it with. The page with a fault in its form
hands the address to the button for the other language, and the next page that asks for one has it.
"""

from __future__ import annotations

from django.http import HttpRequest

from learning.people.addresses import client_network
from learning.people.limits import Limit, TooManyAttempts

KEY = "typed"
LONGEST = 254


def offer_to_keep(request: HttpRequest, field: str) -> None:
    """Hand ``field`` to the page that answers this form, to stay when the language changes."""
    if request.method == "POST":
        request.typed = request.POST.get(field, "")[:LONGEST]  # type: ignore[attr-defined]


def keep_typed(request: HttpRequest) -> None:
    """Keep the address that the page handed over, until the next page that asks for it."""
    typed = request.POST.get(KEY, "")[:LONGEST].replace("\x00", "")
    if not typed or request.user.is_authenticated:
        return
    network = client_network(request)
    try:
        # Each is a row that anybody can have written.
        if network is not None:
            Limit("typed-address", network).take()
    except TooManyAttempts:
        return
    request.session[KEY] = typed


def typed_before(request: HttpRequest) -> str:
    """Return the address that was kept, and keep it no longer."""
    typed: str = request.session.pop(KEY, "")
    return typed
