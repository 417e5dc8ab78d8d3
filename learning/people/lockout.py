"""Whom failed passwords are counted for, by django-axes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest

# The column of django-axes is as wide; a longer address is nobody's.
LONGEST = 255


def attempted_address(request: HttpRequest, credentials: Mapping[str, Any] | None = None) -> str:
    """Return the address that somebody tries to sign in with.

    The form says ``login`` and allauth says ``email``; found under neither name, the whole office
    behind one IP address would be locked out together.
    """
    said = credentials or request.POST
    address = said.get("email") or said.get("username") or said.get("login") or ""
    return str(address).strip().lower()[:LONGEST]
