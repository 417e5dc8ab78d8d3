"""Reading the pages of the room, and addressing them."""

from __future__ import annotations

import re
from typing import Any

from django.urls import reverse


def at(name: str, *args: Any, **asked: Any) -> str:
    """Return the address of a page, and what is asked of it."""
    query = "&".join(f"{key}={value}" for key, value in asked.items())
    return f"{reverse(f'administration:{name}', args=args)}?{query}"


def told(answer: Any) -> str:
    """Return the words of a page, without the markup between them."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))
