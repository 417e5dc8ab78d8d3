"""Exceptions that one page makes to the Content Security Policy of its address."""

from __future__ import annotations

from collections.abc import Iterable

from csp.constants import NONE
from django.http import HttpResponseBase


def allow_frames(response: HttpResponseBase, origins: Iterable[str]) -> None:
    """Let this one page show frames from ``origins``; our pages show none otherwise."""
    if named := sorted(origins):
        response._csp_update = {"frame-src": named}  # type: ignore[attr-defined]


def as_own_page(response: HttpResponseBase) -> None:
    """Answer with the policy of our own pages, also where the address is the Wagtail admin's."""
    response._csp_own_page = True  # type: ignore[attr-defined]


def forbid_forms(response: HttpResponseBase) -> None:
    """Let no form on this one page be sent, whatever is pressed."""
    response._csp_replace = {"form-action": [NONE]}  # type: ignore[attr-defined]
