"""What a page about the service says, wherever it is from. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Told:
    """A page about the service: its title, its blocks, and the language they are in."""

    title: str
    body: Any
    language: str
