"""The promise at the foot of every page (a context processor)."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from learning.rights.selectors import promise_for


def promise(request: HttpRequest) -> dict[str, Any]:
    """Give pages ``promise``, what the reader's organisation says; asked for when it is shown."""
    return {
        "promise": SimpleLazyObject(
            lambda: promise_for(getattr(request, "user", None) or AnonymousUser())
        )
    }
