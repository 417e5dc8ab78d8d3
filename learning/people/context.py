"""What every template of ours may ask about people (a context processor)."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from learning.people.who_sees import in_short


def who_sees(request: HttpRequest) -> dict[str, Any]:
    """Let a page say who sees what: ``who_sees()`` is a list of sentences, made when asked for."""
    return {"who_sees": in_short}
