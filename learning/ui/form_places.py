"""Places of forms that are sent to another address, and what to say where one is not saved.

A form is often sent to an address that cannot be opened. Each view that takes one says where
people come back to, so that no error leaves them there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.http import HttpRequest
from django.urls import ResolverMatch

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True)
class FormPlace:
    """The place of a form: its page, and what to say where it is not saved.

    ``page`` and ``place`` make the address of the page, and the id of the form on it, from what
    the view is called with. ``lost`` says what was not done, ``again`` what to do now: both are
    sentences that are translated when they are shown. ``keeps`` are the names of the fields that
    may be kept, never one of a password; "place-*" is all that begin with "place-".
    """

    page: Callable[..., str]
    lost: str
    again: str
    keeps: tuple[str, ...] = ()
    place: Callable[..., str] | None = None

    def page_for(self, match: ResolverMatch) -> str:
        """Return the address of the page with the form that is sent to ``match``."""
        return self.page(**match.kwargs)

    def place_for(self, match: ResolverMatch) -> str:
        """Return the id of the form on its page, or ""."""
        return self.place(**match.kwargs) if self.place else ""

    def may_keep(self, field: str) -> bool:
        """Tell whether what was typed into ``field`` may be kept."""
        return any(
            field.startswith(name[:-1]) if name.endswith("*") else field == name
            for name in self.keeps
        )


def form_on(
    page: Callable[..., str],
    *,
    lost: str,
    again: str,
    keeps: Sequence[str] = (),
    place: Callable[..., str] | None = None,
) -> Callable[[View], View]:
    """Mark a view with the page on which the form stands that is sent to it (``FormPlace``)."""

    def mark(view: View) -> View:
        view.form_place = FormPlace(page, lost, again, tuple(keeps), place)  # type: ignore[attr-defined]
        return view

    return mark


def place_of_form(match: ResolverMatch | None) -> FormPlace | None:
    """Return the place of the form that is sent to ``match``, if its view says so."""
    return getattr(match.func, "form_place", None) if match else None


def page_to_come_back_to(request: HttpRequest) -> str:
    """Return an address that can be opened, for the page that answers a form."""
    match = request.resolver_match
    place = place_of_form(match)
    return place.page_for(match) if place and match else request.path
