"""A page about the service as it is shown, wherever its words are from. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Told:
    """A page about the service: its title, its blocks, and the language they are in."""

    title: str
    body: Any
    language: str
