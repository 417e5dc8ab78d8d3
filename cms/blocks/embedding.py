"""Recognising addresses outside that a page may show, and the frame it then loads. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Embedded:
    """A page, video or the like of an allowed provider, with the frame that may be loaded."""

    provider: str
    page: str
    frame: str

    @property
    def origin(self) -> str:
        """The origin of the frame, as a policy names it: "https://player.vimeo.com"."""
        parts = urlsplit(self.frame)
        return f"{parts.scheme}://{parts.netloc}"


def recognise(address: str, providers: Iterable[Mapping[str, Any]]) -> Embedded | None:
    """Return the thing at ``address``, or None where no provider is allowed to show it.

    Both addresses are made anew from the provider's own and the identifier found, so nothing
    else that somebody writes into ``address`` gets into a page.
    """
    for provider in providers:
        for pattern in provider["addresses"]:
            if found := re.fullmatch(pattern, address.strip()):
                return Embedded(
                    provider=provider["name"],
                    page=provider["page"].format(id=found["id"]),
                    frame=provider["frame"].format(id=found["id"]),
                )
    return None
