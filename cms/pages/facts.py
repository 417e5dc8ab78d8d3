"""The part below the words of a page about the service, which follows from the code itself.

Nobody writes it, so it cannot become untrue when the code changes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from cms.pages.information import Information
from learning.privacy.registry import Link, declarations
from learning.ui.cookies import cookies
from learning.ui.layout import contact_email


@dataclass(frozen=True)
class Facts:
    """The facts below a page's words: a template and what it shows."""

    template: str
    context: Mapping[str, Any] = field(default_factory=dict)


def _cookies() -> Facts:
    return Facts("pages/facts_cookies.html", {"cookies": cookies()})


def _kept() -> Facts:
    """List for how long data about people are kept, and why.

    What only names somebody as the author of something is the organisation's, and is told in words.
    """
    kept: dict[str, dict[str, None]] = {}
    for declaration in declarations():
        if declaration.link is not Link.MENTIONS:
            kept.setdefault(str(declaration.retention), {})[str(declaration.purpose)] = None
    return Facts("pages/facts_privacy.html", {"kept": [(*each,) for each in kept.items()]})


def _contact() -> Facts:
    return Facts("pages/facts_contact.html", {"email": contact_email()})


FACTS: Mapping[Information, Callable[[], Facts]] = {
    Information.COOKIES: _cookies,
    Information.PRIVACY: _kept,
    Information.CONTACT: _contact,
}


def facts_about(kind: Information) -> Facts | None:
    """Return the facts below the words of ``kind``; None where there are none."""
    return FACTS[kind]() if kind in FACTS else None
