"""Values about people for every template of ours (a context processor)."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from learning.people.who_sees import in_short


def who_sees(request: HttpRequest) -> dict[str, Any]:
    """Give pages ``who_sees()``, sentences on who sees what, made only when asked for."""
    return {"who_sees": in_short}
